import { countChanges, readChanges } from '../../../cli/replay/lake-changes';
import { rowKeyJson } from '../../../cli/replay/key-option';
import type { ReplaySelection } from '../../../cli/replay/replay-selection';
import type { ReplayState } from '../../../cli/replay/replay-state';
import { runReplay } from '../../../cli/replay/run-replay';
import { silentScreen } from '../../../cli/screen';
import { impatientSettings } from '../../support/impatient-settings';
import { inProcessCloud, type InProcessCloud } from '../../support/in-process-cloud';
import { operatorTarget } from '../../support/operator-target';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  alertsByInvoice,
  DELIVERY_MILLISECONDS,
  execute,
  lakeLines,
  loadFeed,
  query,
} from '../../support/whole-feed';

/** One cloud serves all; each replay is delivered before the next. */

const INSERTED = 120;
const FIRST = 1000;

let cloud: InProcessCloud;
let exact: (string | null)[][];
let alerts: string[];
let linesBefore: number;

const insertInvoice = (id: number) =>
  `INSERT INTO dbo.invoices VALUES (${id}, 1219578, '2022-05-15', '2022-05-30', NULL, 30, '15')`;

beforeAll(async () => {
  cloud = await inProcessCloud({ stacks: synthesizedDefinition(impatientSettings()) });
  await loadFeed(cloud);
  const ids = Array.from({ length: INSERTED }, (_, at) => FIRST + at);
  await execute(cloud, ids.map(insertInvoice).join(';\n'));
  await execute(cloud, 'UPDATE dbo.invoices SET balance = 1 WHERE invoice_id = 2');
  await execute(cloud, 'UPDATE dbo.invoices SET balance = 2 WHERE invoice_id = 2');
  await execute(cloud, 'DELETE FROM dbo.invoices WHERE invoice_id = 3');
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
  exact = await currentInvoices();
  alerts = await alertsByInvoice(cloud);
  linesBefore = (await lakeLines(cloud)).length;
});

afterAll(() => cloud.close());

function currentInvoices(): Promise<(string | null)[][]> {
  const view = cloud.feed.lake.views['dbo.invoices']!.current;
  return query(cloud, `SELECT invoice_id, balance FROM ${view} ORDER BY invoice_id`);
}

const target = () => operatorTarget(cloud, cloud.feed);
const invoices = () => cloud.feed.tables.find(({ name }) => name === 'invoices')!;

function begun(selection: Partial<ReplaySelection>, given: Partial<ReplayState> = {}): ReplayState {
  const arrivedBefore = new Date(cloud.clock.now()).toISOString();
  return {
    ...{ id: 'r1', target: 'laptop', feed: 'billing', into: 'stream', sendAlerts: false },
    ...{ total: INSERTED + 13, done: 0, leftOut: 0, finished: false },
    selection: { ...selection, arrivedBefore },
    ...given,
  };
}

async function replay(
  state: ReplayState,
  save: (kept: ReplayState) => void = () => undefined,
): Promise<ReplayState> {
  const ended = await runReplay(target(), silentScreen, { state, save });
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
  return ended;
}

describe('what a replay would send', () => {
  it('is counted by table and operation, with its first and last position', async () => {
    const { selection } = begun({ table: 'dbo.invoices' });

    const counts = await countChanges(target(), selection);

    expect(counts.map(({ operation, changes }) => [operation, changes])).toEqual([
      ['delete', 1],
      ['insert', INSERTED],
      ['load', 10],
      ['update', 2],
    ]);
    expect(counts[0]!.first).toBe(counts[0]!.last);
    expect(counts[0]!.first! > counts[3]!.last!).toBe(true);
  });

  it('leaves out loads where a time is given, since they have none', async () => {
    const { selection } = begun({ from: '2000-01-01T00:00:00.000Z' });

    const counts = await countChanges(target(), selection);

    expect(counts.map(({ operation }) => operation)).toEqual(['delete', 'insert', 'update']);
  });
});

describe('a replay into the stream', () => {
  it('of one key sends its changes in order, and leaves lake and customers as they are', async () => {
    const keys = [rowKeyJson(invoices(), 'invoice_id=2')];

    const { done, leftOut, finished } = await replay(begun({ table: 'dbo.invoices', keys }));

    const lines = (await lakeLines(cloud)).filter(({ key_json }) => key_json === keys[0]);
    expect({ done, leftOut, finished }).toEqual({ done: 3, leftOut: 0, finished: true });
    expect(lines).toHaveLength(6);
    expect(new Set(lines.map(({ sequence_number }) => sequence_number)).size).toBe(3);
    expect(await currentInvoices()).toEqual(exact);
    expect(await alertsByInvoice(cloud)).toEqual(alerts);
  });

  it('of all that there is undoes no change by an old load', async () => {
    const { done } = await replay(begun({}));

    expect(done).toBe(linesBefore);
    expect(await currentInvoices()).toEqual(exact);
    expect(await alertsByInvoice(cloud)).toEqual(alerts);
  });
});

describe('a replay into the consumer', () => {
  it('of a time range tells nobody twice, and adds nothing to the lake', async () => {
    const before = (await lakeLines(cloud)).length;

    const { done } = await replay(
      begun({ from: '2000-01-01T00:00:00.000Z' }, { into: 'consumer' }),
    );

    expect(done).toBe(INSERTED + 3);
    expect(await alertsByInvoice(cloud)).toEqual(alerts);
    expect((await lakeLines(cloud)).length).toBe(before);
  });

  it('that was cut off goes on behind what was acknowledged', async () => {
    let kept = begun({ table: 'dbo.invoices' }, { into: 'consumer' });
    const cut = replay(kept, (state) => {
      kept = state;
      throw new Error('the power failed');
    });
    await expect(cut).rejects.toThrow('the power failed');
    const sentBefore = consumerBatches();

    const { done, finished } = await replay(kept);

    expect(kept.done).toBe(100);
    expect({ done, finished }).toEqual({ done: INSERTED + 13, finished: true });
    expect(consumerBatches() - sentBefore).toBe(1);
    expect(await alertsByInvoice(cloud)).toEqual(alerts);
  });
});

function consumerBatches(): number {
  return cloud.invocations.filter(({ functionName }) => functionName === cloud.feed.alerts.function)
    .length;
}

describe('a replay of an insert whose alert never went out', () => {
  const keys = ['{"invoice_id":"7777"}'];

  beforeAll(async () => {
    cloud.broken.add(cloud.feed.alerts.function);
    await execute(cloud, insertInvoice(7777));
    await cloud.clock.advance(DELIVERY_MILLISECONDS);
    cloud.broken.delete(cloud.feed.alerts.function);
    await cloud.clock.advance(DELIVERY_MILLISECONDS);
  });

  it('pages nobody by itself', async () => {
    const { done, leftOut } = await replay(begun({ keys }, { into: 'consumer' }));

    expect({ done, leftOut }).toEqual({ done: 1, leftOut: 1 });
    expect(await alertsByInvoice(cloud)).toEqual(alerts);
  });

  it('tells its customer once where it is to send alerts', async () => {
    const state = begun({ keys }, { into: 'stream', sendAlerts: true });

    await replay(state);
    await replay({ ...state, into: 'consumer' });

    const told = (await alertsByInvoice(cloud)).filter((alert) => alert.endsWith(' 7777'));
    expect(told).toEqual(['bill-ready 1219578 7777']);
  });
});

describe('readChanges', () => {
  it('gives each change once, however often it was sent again', async () => {
    const { selection } = begun({ keys: ['{"invoice_id":"2"}'], table: 'dbo.invoices' });
    const operations: (string | null | undefined)[] = [];

    for await (const change of readChanges(target(), selection, undefined)) {
      operations.push(change['operation']);
    }

    expect(operations).toEqual(['load', 'update', 'update']);
  });
});
