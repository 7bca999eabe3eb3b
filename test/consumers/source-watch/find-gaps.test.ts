import { findGaps, healedBy } from '../../../consumers/source-watch/find-gaps';
import type { WatchedTable } from '../../../wire/source-watch';

const lsn = (number: number) => number.toString(16).padStart(20, '0');
const NOW = '2026-11-21T12:00:00.000Z';
const before = (oldest: number, readUpTo: number | null): Record<string, WatchedTable> => ({
  'dbo.t': { oldestLsn: lsn(oldest), readUpTo: readUpTo === null ? null : lsn(readUpTo) },
});
const look = (
  known: Record<string, WatchedTable>,
  now: { oldest: number; newest: number; position?: number; unreadSeconds?: number },
) =>
  findGaps(known, {
    capture: {
      newestLsn: lsn(now.newest),
      retentionMinutes: 4320,
      tables: [
        { table: 'dbo.t', oldestLsn: lsn(now.oldest), unreadSeconds: now.unreadSeconds ?? null },
      ],
    },
    position: now.position === undefined ? undefined : lsn(now.position),
    now: NOW,
  });

describe('findGaps', () => {
  it('remembers at first sight, and finds nothing', () => {
    expect(look({}, { oldest: 5, newest: 20, position: 10 })).toEqual({
      gaps: [],
      tables: before(5, 20),
    });
  });

  it('takes a source without unread changes as read up to where its capture job has come', () => {
    expect(look(before(5, 10), { oldest: 5, newest: 20, position: 10 }).tables).toEqual(
      before(5, 20),
    );
  });

  it('takes a source with unread changes as read up to where the task stands', () => {
    const { tables } = look(before(5, 8), {
      oldest: 5,
      newest: 20,
      position: 10,
      unreadSeconds: 3,
    });

    expect(tables).toEqual(before(5, 10));
  });

  it('finds no gap where the change table was cleaned of what had been read', () => {
    expect(look(before(5, 20), { oldest: 18, newest: 30, position: 10 }).gaps).toEqual([]);
  });

  it('names the stretch that was cleaned away unread', () => {
    expect(look(before(5, 10), { oldest: 18, newest: 30, position: 10 }).gaps).toEqual([
      { table: 'dbo.t', from: lsn(10), to: lsn(18), foundAt: NOW },
    ]);
  });

  it('names it too when the task has read on behind it', () => {
    expect(look(before(5, 10), { oldest: 18, newest: 30, position: 30 }).gaps).toHaveLength(1);
  });

  it('finds no gap where a second capture instance outlived the first', () => {
    expect(look(before(5, 40), { oldest: 30, newest: 50, position: 50 }).gaps).toEqual([]);
  });

  it('names a database that was restored to an older copy, whose log begins again', () => {
    expect(look(before(50, 90), { oldest: 10, newest: 12, position: 90 }).gaps).toEqual([
      { table: 'dbo.t', from: lsn(90), to: lsn(10), foundAt: NOW },
    ]);
  });

  it('remembers a table while it is not captured', () => {
    const nothing = { newestLsn: null, retentionMinutes: null, tables: [] };
    const during = findGaps(before(5, 10), { capture: nothing, position: lsn(10), now: NOW });

    expect(during).toEqual({ gaps: [], tables: before(5, 10) });
  });

  it('tells a gap from nowhere where the position of the task is not known', () => {
    const { gaps, tables } = look(before(5, null), { oldest: 18, newest: 30 });

    expect(gaps).toMatchObject([{ from: null, to: lsn(18) }]);
    expect(tables).toEqual(before(18, null));
  });
});

describe('healedBy', () => {
  const gap = { table: 'dbo.t', from: null, to: lsn(1), foundAt: NOW };

  it.each([
    ['dbo.t', '2026-11-21T12:00:00.001Z', true],
    ['dbo.t', '2026-11-21T11:59:59.999Z', false],
    ['dbo.other', '2026-11-21T12:00:00.001Z', false],
  ])('takes a load of %s that began at %s as %s', (table, startedAt, healed) => {
    expect(healedBy(gap, [{ table, startedAt }])).toBe(healed);
  });
});
