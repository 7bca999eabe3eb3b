import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { settings } from '../../../settings';
import { readDefinition } from '../../../local/definition/read-definition';
import { startLaptopCloud, type LaptopCloud } from '../../../local/laptop-cloud';
import { bundleAhead } from '../../../stacks/constructs/bundle';
import { synthesize } from '../../../stacks/synthesize';
import type { RunnerRequest } from '../../../wire/database-runner';
import { inProcessCloud, type InProcessCloud } from '../../support/in-process-cloud';
import { invoiceJson, kinesisEvent } from '../../support/invoice-records';
import { applyScripts } from '../../support/whole-feed';

/** The bundles that are deployed, in workers, and the same sources as handlers in this process. */
let folder: string;
let laptop: LaptopCloud;
let workers: LambdaClient;
let source: InProcessCloud;

interface Answer {
  functionError: string | undefined;
  payload: unknown;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-bundles-'));
  const definition = join(folder, 'definition');
  await bundleAhead(join(__dirname, '../../../consumers'));
  synthesize(settings, { outdir: definition });
  laptop = await startLaptopCloud({
    definition,
    stateDirectory: join(folder, 'state'),
    port: 0,
    sqlPort: 0,
    divideWaitsBy: 1000,
    limitsEnforced: true,
    report: () => undefined,
  });
  workers = new LambdaClient({
    region: 'eu-west-1',
    endpoint: laptop.endpointUrl,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  source = await inProcessCloud({ stacks: readDefinition(definition) });
  await applyScripts(source);
  await applyScripts({ runner: askWorker as InProcessCloud['runner'] });
});

afterAll(async () => {
  workers.destroy();
  await laptop.close();
  await source.close();
  rmSync(folder, { recursive: true });
});

async function askWorker(request: RunnerRequest): Promise<unknown> {
  const { functionError, payload } = await byWorker('database-runner', request);
  if (functionError !== undefined) throw new Error(JSON.stringify(payload));
  return payload;
}

async function byWorker(name: string, event: unknown): Promise<Answer> {
  const { FunctionError, Payload } = await workers.send(
    new InvokeCommand({
      FunctionName: `tributary-dev-billing-${name}`,
      Payload: Buffer.from(JSON.stringify(event)),
    }),
  );
  return answer(FunctionError, Payload);
}

async function bySource(name: string, event: unknown): Promise<Answer> {
  const { FunctionError, Payload } = await source.call('lambda', 'Invoke', {
    FunctionName: `tributary-dev-billing-${name}`,
    Payload: Buffer.from(JSON.stringify(event)),
  });
  return answer(FunctionError as string | undefined, Payload as Uint8Array);
}

/** A stack names files; those of a bundle are others. */
function answer(functionError: string | undefined, bytes: Uint8Array | undefined): Answer {
  const payload = JSON.parse(Buffer.from(bytes ?? []).toString()) as Record<string, unknown> | null;
  if (payload !== null && 'trace' in payload) delete payload['trace'];
  // Two calls see two moments.
  if (payload !== null && 'position' in payload) delete payload['position'];
  return { functionError, payload };
}

async function expectSame(name: string, event: unknown): Promise<Answer> {
  const [worker, handler] = [await byWorker(name, event), await bySource(name, event)];
  expect(worker).toEqual(handler);
  return worker;
}

const LOAD = invoiceJson({ operation: 'load', invoiceId: 1, customerId: 5, order: 0 });
const INSERT = invoiceJson({ operation: 'insert', invoiceId: 2, customerId: 5, order: 1 });
const GARBAGE = '{"data":{"invoice_id":';

describe('a bundle in a worker answers as its source in this process does', () => {
  it('flatten-row-changes', async () => {
    const { payload } = await expectSame('flatten-row-changes', {
      invocationId: 'i',
      deliveryStreamArn: 'arn:aws:firehose:eu-west-1:000000000000:deliverystream/d',
      region: 'eu-west-1',
      records: [LOAD, INSERT, GARBAGE].map((text, at) => ({
        recordId: String(at),
        approximateArrivalTimestamp: 1_669_028_700_500,
        data: Buffer.from(text).toString('base64'),
        kinesisRecordMetadata: {
          shardId: 'shardId-000000000000',
          partitionKey: '5',
          sequenceNumber: String(at + 1),
          subsequenceNumber: '',
          approximateArrivalTimestamp: 1_669_028_700_500,
        },
      })),
    });

    const { records } = payload as { records: { result: string }[] };
    expect(records.map(({ result }) => result)).toEqual(['Ok', 'Ok', 'ProcessingFailed']);
  });

  it('billing-alerts', async () => {
    const { payload } = await expectSame('billing-alerts', kinesisEvent([LOAD, GARBAGE, INSERT]));

    expect(payload).toEqual({ batchItemFailures: [{ itemIdentifier: '3' }] });
  });

  it('suspended-tables', async () => {
    const { payload } = await expectSame('suspended-tables', {});

    expect(payload).toBeNull();
  });

  it('source-watch, before the feed was started', async () => {
    const { payload } = await expectSame('source-watch', {});

    expect(payload).toMatchObject({ lookedAt: '', findings: [], gaps: [] });
  });

  it('database-runner: the same scripts, by their hashes', async () => {
    const [worker, handler] = await Promise.all(
      [byWorker, bySource].map((call) => call('database-runner', { action: 'list-scripts' })),
    );

    const hashes = ({ payload }: Answer) =>
      (payload as { scripts: { name: string; sha256: string }[] }).scripts.map(
        ({ name, sha256 }) => `${name} ${sha256}`,
      );
    expect(hashes(worker!)).toEqual(hashes(handler!));
  });

  it.each<RunnerRequest>([
    { action: 'list-page', table: 'dbo.invoices', after: null, rowsPerPage: 4, within: [] },
    {
      action: 'checksum-page',
      table: 'dbo.invoices',
      after: ['3'],
      rowsPerPage: 4,
      within: [],
      digits: 3,
    },
    {
      action: 'insert-chunk',
      run: 'r',
      chunk: 0,
      table: 'dbo.payments',
      mode: 'bulk',
      rows: [
        {
          payment_id: '1',
          invoice_id: '2',
          customer_id: '3',
          paid_at: '2022-04-20T10:00:00.123',
          amount: '9999999999.99',
        },
      ],
    },
    { action: 'read-keys', table: 'dbo.payments', keys: [['1'], ['2']] },
    { action: 'check' },
    { action: 'read-keys', table: 'dbo.nowhere', keys: [['1']] },
  ])('database-runner: $action', async (request) => {
    const { payload } = await expectSame('database-runner', request);

    expect(payload).not.toBeNull();
  });
});
