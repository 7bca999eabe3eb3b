import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, paginateListObjectsV2, PutObjectCommand } from '@aws-sdk/client-s3';
import { awaitSettled } from '../../cli/demo/await-settled';
import { changeGeneratedItems } from '../../cli/demo/change-items';
import { databaseSecond } from '../../cli/items/database-clock';
import { loadExport } from '../../cli/load/load-export';
import { readExport } from '../../cli/load/read-export';
import { awaitExport, checkRecovery, startExport } from '../../cli/load/request-export';
import { queryLake } from '../../cli/query-lake';
import { reconcileItems, type ItemReconciliation } from '../../cli/reconcile/reconcile-items';
import { repairItems } from '../../cli/reconcile/repair-items';
import { laptopTarget } from '../../cli/resolve-target';
import { runLaptop, type RunningLaptop } from '../../cli/run-laptop';
import { silentScreen } from '../../cli/screen';
import { bringUp } from '../../cli/steps/bring-up';
import { closeTarget, dynamoTarget, type DynamoTarget } from '../../cli/target';

/** One item has 50,000 attributes, which every part of the way reads one by one. */

/** Of 60 generated items every fifteenth is deleted. */
const PUT = 60;
const LEFT = 56;

let folder: string;
let laptop: RunningLaptop;
let target: DynamoTarget;
/** After every change of the table, and before the second at which a repair writes. */
let changedAt: Date;

/** The feed over the real transports, its services' waits short. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-items-'));
  laptop = await runLaptop({
    directory: folder,
    feeds: ['people'],
    port: 0,
    sqlPort: 0,
    fast: 120,
    report: () => undefined,
  });
  target = dynamoTarget(laptopTarget(laptop.state, 'people'));
  await bringUp(target, silentScreen);
  await changeGeneratedItems(target, silentScreen, { items: PUT, seed: 1, keyType: 'S' });
  const reconcile = async () => [(await reconciled()).result];
  await awaitSettled(reconcile, silentScreen, { what: 'items', seconds: 60 });
  changedAt = new Date();
  const { dynamodb } = target.clients;
  while ((await databaseSecond(dynamodb, target.feed.table.name)) * 1000 <= changedAt.getTime());
});

afterAll(async () => {
  closeTarget(target);
  await laptop.close();
  rmSync(folder, { recursive: true });
});

function reconciled(): Promise<ItemReconciliation> {
  return reconcileItems(target, silentScreen);
}

async function lakeKeys(): Promise<string[]> {
  const keys: string[] = [];
  const { bucket, prefix } = target.feed.lake;
  const pages = paginateListObjectsV2(
    { client: target.lake.clients.s3 },
    { Bucket: bucket, Prefix: prefix },
  );
  for await (const { Contents = [] } of pages) keys.push(...Contents.map(({ Key }) => Key!));
  return keys;
}

async function emptyLake(): Promise<void> {
  for (const Key of await lakeKeys()) {
    await target.lake.clients.s3.send(
      new DeleteObjectCommand({ Bucket: target.feed.lake.bucket, Key }),
    );
  }
}

interface Planted {
  id: string;
  row: string;
  oldHash?: string;
  newHash?: string;
}

/** A row in the lake that no change of the table made. */
async function plant(planted: Planted): Promise<void> {
  const { id, row, oldHash = 'before', newHash = 'after' } = planted;
  const [day = '', time = ''] = changedAt.toISOString().split('T');
  const line = JSON.stringify({
    table_name: target.feed.table.name,
    operation: 'update',
    key_json: `{"id":{"S":"${id}"}}`,
    row_json: row,
    position: `${String(changedAt.getTime())}000`.padStart(20, '0'),
    event_id: `planted-${id}-${newHash}`,
    old_hash: oldHash,
    new_hash: newHash,
    arrival_time: changedAt.toISOString(),
  });
  await target.lake.clients.s3.send(
    new PutObjectCommand({
      Bucket: target.feed.lake.bucket,
      Key: `${target.feed.lake.prefix}day=${day}/hour=${time.slice(0, 2)}/planted-${id}-${newHash}.gz`,
      Body: gzipSync(`${line}\n`),
    }),
  );
}

async function rowsOf(operation: string): Promise<number> {
  const { rows } = await queryLake(
    target.lake,
    `SELECT count(*) FROM ${target.feed.lake.table} WHERE operation = '${operation}'`,
  );
  for await (const [count] of rows) return Number(count);
  return 0;
}

describe('a DynamoDB feed', () => {
  it('is exact once its changes have arrived', async () => {
    expect((await reconciled()).result).toMatchObject({
      sourceRows: LEFT,
      lakeRows: LEFT,
      rangesDiffering: 0,
      exact: true,
      tied: [],
    });
  });

  describe('whose lake holds what the table does not', () => {
    it('is told so by key and attribute, and repaired from the table', async () => {
      await plant({ id: 'never-there', row: '{"id":{"S":"never-there"}}' });
      await plant({ id: '100000', row: '{"id":{"S":"100000"},"jobTitle":{"S":"Impostor"}}' });

      const { result, keys } = await reconciled();
      await repairItems(target, silentScreen, keys);

      expect(result).toMatchObject({ exact: false, surplus: ['id=never-there'], missing: [] });
      expect(result.differing[0]).toMatchObject({
        key: 'id=100000',
        columns: expect.arrayContaining(['jobTitle', 'salary']) as unknown,
      });
      expect((await reconciled()).result).toMatchObject({ exact: true, lakeRows: LEFT });
      expect(await rowsOf('repair')).toBe(2);
    });
  });

  describe('one of whose items is too large for a record of the stream', () => {
    const TableName = () => target.feed.table.name;
    const key = { id: { S: 'bushy' } };

    it('is told the key, and brought to the lake from the table', async () => {
      // 350 KB by DynamoDB's count, 1.1 MB as JSON.
      const attributes = Array.from({ length: 50_000 }, (_, at) => [`a${at}`, { NULL: true }]);
      await target.clients.dynamodb.send(
        new PutItemCommand({
          TableName: TableName(),
          Item: { ...(Object.fromEntries(attributes) as Record<string, { NULL: true }>), ...key },
        }),
      );

      const { result, keys } = await reconciled();
      await repairItems(target, silentScreen, keys);

      expect(result).toMatchObject({ exact: false, missing: ['id=bushy'], surplus: [] });
      expect((await reconciled()).result).toMatchObject({ exact: true, lakeRows: LEFT + 1 });
    });

    afterAll(async () => {
      await target.clients.dynamodb.send(
        new DeleteItemCommand({ TableName: TableName(), Key: key }),
      );
      const { keys } = await reconciled();
      await repairItems(target, silentScreen, keys);
    });
  });

  describe('two of whose changes tie', () => {
    it('is told the key, and has it settled by the table', async () => {
      const row = '{"id":{"S":"100002"}}';
      await plant({ id: '100002', row, newHash: 'one' });
      await plant({ id: '100002', row, newHash: 'other' });

      const { result, keys } = await reconciled();
      await repairItems(target, silentScreen, keys);

      expect(result).toMatchObject({
        exact: false,
        tied: ['id=100002'],
        differing: [],
        missing: [],
      });
      expect(keys).toEqual(['{"id":{"S":"100002"}}']);
      expect((await reconciled()).result).toMatchObject({ exact: true, tied: [] });
    });
  });

  describe('whose lake was lost', () => {
    it('gets every item again by an export, once', async () => {
      await emptyLake();
      await checkRecovery(target);
      const place = await awaitExport(target, silentScreen, await startExport(target));
      const exported = await readExport(target.clients.s3, place);

      const first = await loadExport(target, silentScreen, exported);
      const second = await loadExport(target, silentScreen, exported);

      expect(first).toMatchObject({ items: LEFT, alreadyThere: 0 });
      expect(second).toMatchObject({ items: LEFT, alreadyThere: LEFT });
      expect(await rowsOf('load')).toBe(LEFT);
      expect((await reconciled()).result).toMatchObject({ exact: true, lakeRows: LEFT });
    });

    it('gets every item again by reading each', async () => {
      await emptyLake();

      const { result, keys } = await reconciled();
      await repairItems(target, silentScreen, keys);

      expect(result.missing).toHaveLength(LEFT);
      expect((await reconciled()).result).toMatchObject({ exact: true, lakeRows: LEFT });
    });
  });

  it('takes no export of another table', async () => {
    const arn =
      'arn:aws:dynamodb:eu-west-1:000000000000:table/other/export/01795647608350-a3d62ea0';

    await expect(awaitExport(target, silentScreen, arn)).rejects.toThrow(
      `${arn} is no export of table ${target.feed.table.arn}.`,
    );
  });
});
