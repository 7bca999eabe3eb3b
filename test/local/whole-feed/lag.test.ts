import { gzipSync } from 'node:zlib';
import type { FeedLag } from '../../../cli/lag/feed-lag';
import { measureLag } from '../../../cli/lag/measure-lag';
import { ObjectTimes } from '../../../cli/lag/object-times';
import { queryLake } from '../../../cli/query-lake';
import { settings } from '../../../settings';
import { cliTarget } from '../../support/cli-target';
import { inProcessCloud, type InProcessCloud } from '../../support/in-process-cloud';
import { synthesizedDefinition } from '../../support/synthesized-definition';

let cloud: InProcessCloud;
let lag: FeedLag;

/** A time of the history, in milliseconds after its beginning. */
let began: number;
const at = (milliseconds: number) => new Date(began + milliseconds).toISOString();

function line(id: string, [committed, read, arrived]: [number, number, number]): string {
  return JSON.stringify({
    table_name: 'dbo.invoices',
    operation: 'insert',
    key_json: JSON.stringify({ invoice_id: id }),
    row_json: JSON.stringify({ invoice_id: id, customer_id: '5', billing_date: '2022-04-15' }),
    before_json: null,
    position: `lsn/${id}`,
    commit_time: at(committed),
    transaction_id: '1',
    read_time: at(read),
    shard_id: 'shardId-000000000000',
    sequence_number: id.padStart(64, '0'),
    arrival_time: at(arrived),
  });
}

async function deliver(name: string, lines: string[]): Promise<void> {
  const now = new Date(cloud.clock.now()).toISOString();
  await cloud.call('s3', 'PutObject', {
    Bucket: cloud.feed.lake.bucket,
    Key: `${cloud.feed.lake.prefix}day=${now.slice(0, 10)}/hour=${now.slice(11, 13)}/${name}.gz`,
    Body: gzipSync(lines.map((one) => `${one}\n`).join('')),
  });
}

/** Two objects, at 30 s and at 60 s, and the alert of the first invoice at 2.5 s. */
beforeAll(async () => {
  cloud = await inProcessCloud({ stacks: synthesizedDefinition(settings) });
  await cloud.clock.advance(3_600_000);
  began = cloud.clock.now();
  await cloud.clock.advance(30_000);
  await deliver('first', [line('1', [0, 1000, 1500]), line('2', [1000, 1400, 2000])]);
  await cloud.clock.advance(30_000);
  await deliver('second', [line('3', [10_000, 10_600, 11_000]), line('0', [-3e6, -3e6, -3e6])]);
  await cloud.call('dynamodb', 'PutItem', {
    TableName: cloud.feed.alerts.ledgerTable,
    Item: {
      alert: { S: 'lsn/1|2022-04|bill-ready|5' },
      state: { S: 'sent' },
      sent_at: { S: at(2500) },
    },
  });
  lag = await measureLag(cliTarget(cloud), {
    minutes: 15,
    now: cloud.clock.now(),
    objects: new ObjectTimes(),
  });
});

afterAll(() => cloud.close());

describe('the lag of a feed whose history is known', () => {
  it('is from commit to the object, of the changes within the window', () => {
    // 30 - 0, 30 - 1 and 60 - 10 seconds.
    expect(lag.commitToQueryable).toEqual({
      medianMilliseconds: 30_000,
      p99Milliseconds: 50_000,
      changes: 3,
    });
  });

  it.each([
    ['source to DMS', 600, 1000, 3],
    ['DMS to stream', 500, 600, 3],
    ['stream to lake', 28_500, 49_000, 3],
    ['stream to alert', 1000, 1000, 1],
  ])('is told for %s', (name, ...[medianMilliseconds, p99Milliseconds, changes]) => {
    expect(lag.stages.find(({ stage }) => stage === name)?.lag).toEqual({
      medianMilliseconds,
      p99Milliseconds,
      changes,
    });
  });
});

describe('the hidden column $path', () => {
  it('names the object of a row, and is not there unless it is named', async () => {
    const { database, table } = cloud.feed.lake;
    const target = cliTarget(cloud);
    const asked = async (sql: string) => {
      const { columns, rows } = await queryLake(target.lake, sql);
      const found = [];
      for await (const row of rows) found.push(row);
      return { columns, found };
    };

    const named = await asked(
      `SELECT DISTINCT "$path" FROM "${database}"."${table}" WHERE position = 'lsn/3'`,
    );
    const all = await asked(`SELECT * FROM "${database}"."${table}" LIMIT 1`);

    expect(named.found[0]?.[0]).toMatch(/^s3:\/\/.+\/second\.gz$/);
    expect(all.columns).not.toContain('$path');
  });
});
