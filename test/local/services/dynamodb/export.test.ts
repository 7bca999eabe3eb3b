import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { createDynamoDb, type DynamoDb } from '../../../../local/services/dynamodb/service';
import { createS3 } from '../../../../local/services/s3/service';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import type { Storage } from '../../../../local/storage/storage';
import type { Item } from '../../../../wire/attribute-value';
import { fakeClock } from '../../../support/fake-clock';
import { testCloud } from '../../../support/test-cloud';

const TableName = 'people';
const TableArn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/people';
const open: DynamoDb[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

type Description = Record<string, unknown> & { ExportArn: string; ExportManifest: string };

async function setUp(given: { storage?: Storage } = {}) {
  const clock = fakeClock(undefined, { quietTurns: 20 });
  const cloud = testCloud({ clock, storage: given.storage ?? memoryStorage() });
  const dynamoDb = createDynamoDb(cloud);
  open.push(dynamoDb);
  cloud.dispatcher.register(createS3(cloud).service);
  cloud.dispatcher.register(dynamoDb.service);
  const caller = { kind: 'operator', account: cloud.account, arn: 'operator' } as const;
  const call = (service: string, action: string, input: object) =>
    cloud.dispatcher.dispatch({ caller, service, action, input }) as Promise<
      Record<string, unknown>
    >;
  const dynamo = (action: string, input: object = {}) => call('dynamodb', action, input);
  if (given.storage === undefined) await call('s3', 'CreateBucket', { Bucket: 'lake' });
  await dynamo('CreateTable', {
    TableName,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await dynamo('UpdateContinuousBackups', {
    TableName,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
  const describeExport = async (ExportArn: string) =>
    (await dynamo('DescribeExport', { ExportArn }))['ExportDescription'] as Description;
  return {
    clock,
    dynamoDb,
    dynamo,
    describeExport,
    put: (Item: Item) => dynamo('PutItem', { TableName, Item }),
    exportTable: async (input: object = {}) =>
      (await dynamo('ExportTableToPointInTime', { TableArn, S3Bucket: 'lake', ...input }))[
        'ExportDescription'
      ] as Description,
    keys: async () =>
      (
        (await call('s3', 'ListObjectsV2', { Bucket: 'lake' }))['Contents'] as { Key: string }[]
      ).map(({ Key }) => Key),
    object: async (Key: string) => {
      const { Body, ...head } = await call('s3', 'GetObject', { Bucket: 'lake', Key });
      return { ...head, bytes: Buffer.from(Body as Uint8Array) };
    },
  };
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('base64');

describe('an export of a table', () => {
  it('has every item of its moment in the documented layout', async () => {
    const { put, exportTable, clock, describeExport, keys, object } = await setUp();
    const items = Array.from({ length: 40 }, (_, at): Item => ({
      id: { S: `person ${at}` },
      n: { N: '12345678901234567890123456789012345678' },
    }));
    await Promise.all(items.map(put));

    const { ExportArn } = await exportTable({ S3Prefix: 'initial/' });
    await put({ id: { S: 'late' } });
    await clock.advance(10_000);

    const { ExportManifest, ...described } = await describeExport(ExportArn);
    const folder = `initial/AWSDynamoDB/${ExportArn.split('/').at(-1)}/`;
    expect(described).toMatchObject({ ExportStatus: 'COMPLETED', ItemCount: 40 });
    expect(ExportManifest).toBe(`${folder}manifest-summary.json`);
    const summary = JSON.parse((await object(ExportManifest)).bytes.toString()) as Record<
      string,
      unknown
    >;
    expect(summary).toEqual({
      version: '2020-06-30',
      exportArn: ExportArn,
      startTime: '2026-01-15T10:00:00.000Z',
      endTime: '2026-01-15T10:00:10.000Z',
      tableArn: TableArn,
      tableId: described['TableId'],
      exportTime: '2026-01-15T10:00:00.000Z',
      s3Bucket: 'lake',
      s3Prefix: 'initial/',
      s3SseAlgorithm: null,
      s3SseKmsKeyId: null,
      manifestFilesS3Key: `${folder}manifest-files.json`,
      billedSizeBytes: described['BilledSizeBytes'],
      itemCount: 40,
      outputFormat: 'DYNAMODB_JSON',
      exportType: 'FULL_EXPORT',
    });
    const files = (await object(`${folder}manifest-files.json`)).bytes;
    const entries = files
      .toString()
      .trimEnd()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as {
            itemCount: number;
            md5Checksum: string;
            etag: string;
            dataFileS3Key: string;
          },
      );
    const exported: Item[] = [];
    for (const entry of entries) {
      const { bytes } = await object(entry.dataFileS3Key);
      const lines = gunzipSync(bytes).toString().split('\n').slice(0, -1);
      expect(md5(bytes)).toBe(entry.md5Checksum);
      expect(lines).toHaveLength(entry.itemCount);
      exported.push(...lines.map((line) => (JSON.parse(line) as { Item: Item }).Item));
    }
    const byId = (a: Item, b: Item) => (JSON.stringify(a['id']) < JSON.stringify(b['id']) ? -1 : 1);
    expect(exported.sort(byId)).toEqual(items.sort(byId));
    expect(entries.length).toBeGreaterThan(1);
    expect((await object(`${folder}manifest-files.checksum`)).bytes.toString()).toBe(md5(files));
    expect((await object(`${folder}_started`)).bytes).toHaveLength(0);
    expect(await keys()).toHaveLength(entries.length + 5);
  });

  it('is in progress until its time is over', async () => {
    const { exportTable, clock, describeExport } = await setUp();

    const { ExportArn, ExportStatus } = await exportTable();
    await clock.advance(9000);

    expect(ExportStatus).toBe('IN_PROGRESS');
    expect(await describeExport(ExportArn)).toMatchObject({ ExportStatus: 'IN_PROGRESS' });
  });

  it('keeps binary values in base64 once', async () => {
    const { put, exportTable, clock, keys, object } = await setUp();
    await put({ id: { S: 'a' }, b: { B: Buffer.from([18, 2, 8, 123]) as never } });

    await exportTable();
    await clock.advance(10_000);

    const data = (await keys()).filter((key) => key.includes('/data/'));
    const texts = await Promise.all(
      data.map(async (key) => gunzipSync((await object(key)).bytes).toString()),
    );
    expect(texts.join('')).toBe('{"Item":{"id":{"S":"a"},"b":{"B":"EgIIew=="}}}\n');
  });

  it('is encrypted as asked', async () => {
    const { exportTable, clock, keys, object } = await setUp();

    await exportTable({ S3SseAlgorithm: 'KMS', S3SseKmsKeyId: 'arn:aws:kms:key' });
    await clock.advance(10_000);

    for (const key of await keys()) {
      expect(await object(key)).toMatchObject({
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: 'arn:aws:kms:key',
      });
    }
  });

  it('is the same one when asked again with its token', async () => {
    const { exportTable, dynamo } = await setUp();
    const first = await exportTable({ ClientToken: 'token' });

    const again = await exportTable({ ClientToken: 'token' });

    expect(again.ExportArn).toBe(first.ExportArn);
    await expect(exportTable({ ClientToken: 'token', S3Prefix: 'other' })).rejects.toMatchObject({
      code: 'ExportConflictException',
    });
    expect(await dynamo('ListExports', { TableArn })).toEqual({
      ExportSummaries: [
        { ExportArn: first.ExportArn, ExportStatus: 'IN_PROGRESS', ExportType: 'FULL_EXPORT' },
      ],
    });
  });

  it('is another one eight hours later', async () => {
    const { exportTable, clock } = await setUp();
    const first = await exportTable({ ClientToken: 'token' });
    await clock.advance(8 * 3_600_000);

    expect((await exportTable({ ClientToken: 'token' })).ExportArn).not.toBe(first.ExportArn);
  });

  it('fails where the bucket does not exist', async () => {
    const { exportTable, clock, describeExport } = await setUp();

    const { ExportArn } = await exportTable({ S3Bucket: 'nowhere' });
    await clock.settle();

    expect(await describeExport(ExportArn)).toMatchObject({
      ExportStatus: 'FAILED',
      FailureCode: 'S3NoSuchBucket',
    });
  });

  it('has failed when the laptop stopped before its end', async () => {
    const storage = memoryStorage();
    const before = await setUp({ storage });
    const { ExportArn } = await before.exportTable();
    await before.dynamoDb.close();

    const after = await setUp({ storage });
    await after.dynamoDb.resume();

    expect(await after.describeExport(ExportArn)).toMatchObject({ ExportStatus: 'FAILED' });
  });

  it('needs point-in-time recovery', async () => {
    const { dynamo, exportTable } = await setUp();
    await dynamo('UpdateContinuousBackups', {
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
    });

    await expect(exportTable()).rejects.toMatchObject({
      code: 'PointInTimeRecoveryUnavailableException',
      message: "Point in time recovery is not enabled for table 'people'",
    });
  });

  it.each([
    ['ION', { ExportFormat: 'ION' }],
    ['increments', { ExportType: 'INCREMENTAL_EXPORT' }],
    ['an earlier moment', { ExportTime: new Date(Date.UTC(2026, 0, 14)) }],
  ])('says that the laptop does not export %s', async (_what, input) => {
    const { exportTable } = await setUp();

    await expect(exportTable(input)).rejects.toThrow('is not supported by the laptop cloud');
  });

  it('is not there for a missing table', async () => {
    const { exportTable } = await setUp();

    await expect(exportTable({ TableArn: `${TableArn}-none` })).rejects.toMatchObject({
      code: 'TableNotFoundException',
    });
  });

  it('is not described when it never was', async () => {
    const { describeExport } = await setUp();

    await expect(describeExport(`${TableArn}/export/none`)).rejects.toMatchObject({
      code: 'ExportNotFoundException',
    });
  });
});
