import type { DynaliteStore, LevelOperation } from 'dynalite/db';
import type { Item } from '../../../wire/attribute-value';
import type { Cloud } from '../../cloud';
import type { ItemChange } from './item-store';

/** A change as it stands in its table's log. */
export interface LoggedChange {
  /** 28 digits that grow with each change of the table, so that text order is their order. */
  sequenceNumber: string;
  /** When it was written, in milliseconds since 1970. */
  atMs: number;
  /** A UUID: the change's own, however often it is sent. */
  eventId: string;
  /** dynalite's text of the key: equal for all changes of one item. */
  key: string;
  oldItem?: Item;
  newItem?: Item;
  /** Deleted because its time to live was over, not by a call. */
  byTimeToLive: boolean;
}

export interface ChangeRange {
  /** Sequence numbers: behind this one, up to and with that one. */
  after: string;
  until?: string | undefined;
  changesMax: number;
}

/**
 * The changes of each table, in the order in which they were written. They lie in the store of the items,
 * so that one batch holds an item and its change: a crash leaves both or neither.
 */
export interface ChangeLog {
  /** The operations that append the changes. One caller at a time, which writes them before it asks again. */
  appending(changes: readonly ItemChange[]): Promise<LevelOperation[]>;
  read(tableName: string, range: ChangeRange): Promise<LoggedChange[]>;
  /** The newest sequence number of the table, or the least one while there is none. */
  end(tableName: string): Promise<string>;
  /** Forgets changes older than `beforeMs`, as far as `until`; the newest one stays, so that numbers go on. */
  trim(tableName: string, limits: { beforeMs: number; until: string }): Promise<void>;
  drop(tableName: string): Promise<void>;
}

export const FIRST_SEQUENCE_NUMBER = '0'.repeat(28);

const CHANGES_PER_MILLISECOND_EXPONENT = 15;

export function createChangeLog(cloud: Cloud, { db }: DynaliteStore): ChangeLog {
  const ends = new Map<string, string>();
  const end = async (tableName: string) => {
    const known = ends.get(tableName);
    if (known !== undefined) return known;
    const [newest] = await db
      .keys({ gte: logKey(tableName, ''), lt: endOfLog(tableName), reverse: true, limit: 1 })
      .all();
    const found = newest?.slice(logKey(tableName, '').length) ?? FIRST_SEQUENCE_NUMBER;
    if (!ends.has(tableName)) ends.set(tableName, found);
    return ends.get(tableName) ?? found;
  };
  return {
    end,
    appending: async (changes) => {
      const operations: LevelOperation[] = [];
      for (const { tableName, ...change } of changes) {
        const atMs = cloud.clock.now();
        const sequenceNumber = following(await end(tableName), atMs);
        ends.set(tableName, sequenceNumber);
        const value = { sequenceNumber, atMs, eventId: cloud.chance.uuid(), ...change };
        operations.push({ type: 'put', key: logKey(tableName, sequenceNumber), value });
      }
      return operations;
    },
    read: async (tableName, { after, until, changesMax }) =>
      (await db
        .values({
          gt: logKey(tableName, after),
          ...(until === undefined
            ? { lt: endOfLog(tableName) }
            : { lte: logKey(tableName, until) }),
          limit: changesMax,
        })
        .all()) as LoggedChange[],
    trim: async (tableName, { beforeMs, until }) => {
      const [lt = ''] = [earliestAt(beforeMs), following(until, 0), await end(tableName)].sort();
      await db.clear({ gte: logKey(tableName, ''), lt: logKey(tableName, lt) });
    },
    drop: async (tableName) => {
      ends.delete(tableName);
      await db.clear({ gte: logKey(tableName, ''), lt: endOfLog(tableName) });
    },
  };
}

/** At most the sequence number of any change written at that time or later. */
export function earliestAt(milliseconds: number): string {
  return `${milliseconds}${'0'.repeat(CHANGES_PER_MILLISECOND_EXPONENT)}`.padStart(28, '0');
}

/** Led by the time, and above the last one also where the clock was set back. */
function following(last: string, nowMs: number): string {
  const least = (BigInt(last) + 1n).toString().padStart(28, '0');
  const timed = earliestAt(nowMs);
  return timed > least ? timed : least;
}

function logKey(tableName: string, sequenceNumber: string): string {
  return `change-${tableName}~${sequenceNumber}`;
}

/** A colon stands behind the digits. */
function endOfLog(tableName: string): string {
  return logKey(tableName, ':');
}
