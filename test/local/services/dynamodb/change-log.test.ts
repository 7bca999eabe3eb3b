import {
  type ChangeLog,
  createChangeLog,
  FIRST_SEQUENCE_NUMBER,
} from '../../../../local/services/dynamodb/change-log';
import { createDynaliteCore } from '../../../../local/services/dynamodb/dynalite-core';
import { testCloud } from '../../../support/test-cloud';

const START_MS = Date.UTC(2026, 0, 15, 10);
const HOUR = 3_600_000;

async function logOf(hours: number[]) {
  const cloud = testCloud();
  const core = createDynaliteCore({ account: 'a', region: 'r', directory: undefined });
  await core.opened();
  const log = createChangeLog(cloud, core.store);
  for (const hour of hours) {
    await cloud.clock.advance(START_MS + hour * HOUR - cloud.clock.now());
    const item = { hour: { N: String(hour) } };
    const change = { key: 'k', oldItem: undefined, newItem: item, byTimeToLive: false };
    await core.store.db.batch(await log.appending([{ tableName: 'people', ...change }]));
  }
  return log;
}

async function hoursIn(log: ChangeLog, after = FIRST_SEQUENCE_NUMBER): Promise<string[]> {
  const changes = await log.read('people', { after, changesMax: 100 });
  return changes.map(({ newItem }) => (newItem?.['hour'] as { N: string }).N);
}

describe('the change log of a table', () => {
  it('leads its sequence numbers with the time, and counts within a millisecond', async () => {
    const log = await logOf([0, 0]);

    const changes = await log.read('people', { after: FIRST_SEQUENCE_NUMBER, changesMax: 100 });

    expect(changes.map(({ sequenceNumber }) => sequenceNumber)).toEqual([
      '1768471200000000000000000000',
      '1768471200000000000000000001',
    ]);
    expect(await log.end('people')).toBe('1768471200000000000000000001');
  });

  it('reads behind one change up to and with another', async () => {
    const log = await logOf([0, 1, 2, 3]);
    const all = await log.read('people', { after: '', changesMax: 100 });
    const [after = '', , until] = all.map(({ sequenceNumber }) => sequenceNumber);

    const found = await log.read('people', { after, until, changesMax: 100 });

    expect(found).toEqual(all.slice(1, 3));
  });

  it('forgets what is old', async () => {
    const log = await logOf([0, 1, 2, 3]);

    await log.trim('people', { beforeMs: START_MS + 2 * HOUR, until: await log.end('people') });

    expect(await hoursIn(log)).toEqual(['2', '3']);
  });

  it('forgets nothing that is still to be forwarded', async () => {
    const log = await logOf([0, 1, 2]);
    const [first] = await log.read('people', { after: '', changesMax: 1 });

    await log.trim('people', { beforeMs: START_MS + 9 * HOUR, until: first!.sequenceNumber });

    expect(await hoursIn(log)).toEqual(['1', '2']);
  });

  it('keeps the newest change, so that its numbers go on', async () => {
    const log = await logOf([0, 1]);
    const end = await log.end('people');

    await log.trim('people', { beforeMs: START_MS + 9 * HOUR, until: end });

    expect(await hoursIn(log)).toEqual(['1']);
  });

  it('is empty once it is dropped, whatever other tables hold', async () => {
    const log = await logOf([0]);

    await log.drop('peopl');
    expect(await hoursIn(log)).toEqual(['0']);
    await log.drop('people');

    expect(await hoursIn(log)).toEqual([]);
    expect(await log.end('people')).toBe(FIRST_SEQUENCE_NUMBER);
  });
});
