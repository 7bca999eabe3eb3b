import type { Log, Storage } from '../../local/storage/storage';
import type { Ledger } from '../../consumers/billing-alerts/ports/ledger';
import type { Handler } from '../support/in-process-functions';
import {
  alterRecord,
  dropRead,
  dropRecord,
  lateLedger,
  latePutRecords,
  skipUnwritten,
} from './dispatch-faults';
import { later, ONE_IN, type Fault } from './fault';
import type { Life } from './life';

/** A fault in each part of the feeds. Each must be seen within 200 seeds, or the invariants are worth nothing. */
export const FAULTS: readonly Fault[] = [
  { name: 'source-keeps-what-rolled-back', feed: 'billing', endOf: () => 'commit' },
  { name: 'source-acknowledges-before-its-log', feed: 'billing', storage: lateLogs('sqlserver/') },
  { name: 'dms-skips-a-change', feed: 'billing', dispatch: dropRecord('dms-stream') },
  {
    name: 'dms-acknowledges-before-write',
    feed: 'billing',
    dispatch: latePutRecords('dms-stream'),
  },
  { name: 'dms-forgets-a-stretch-at-restart', feed: 'billing', storage: forgetfulTask },
  { name: 'dms-sends-a-change-as-another', feed: 'billing', dispatch: alterRecord },
  { name: 'stream-drops-a-record', feed: 'billing', dispatch: dropRead },
  { name: 'stream-skips-what-it-is-writing', feed: 'billing', dispatch: skipUnwritten },
  { name: 'stream-acknowledges-before-its-log', feed: 'billing', storage: lateLogs('kinesis/') },
  { name: 'firehose-acknowledges-before-the-object', feed: 'billing', storage: lateFiles('s3/') },
  {
    name: 'transform-drops-a-row',
    feed: 'billing',
    ports: handlerFault('flatten-row-changes', dropRow),
  },
  {
    name: 'transform-swaps-positions',
    feed: 'billing',
    ports: handlerFault('flatten-row-changes', swapPositions),
  },
  { name: 'mapping-checkpoints-before-success', feed: 'billing', ports: earlyHandler },
  {
    name: 'mapping-ignores-item-failures',
    feed: 'billing',
    ports: handlerFault('billing-alerts', ignoreFailures),
  },
  {
    name: 'consumer-drops-the-ledger-check',
    feed: 'billing',
    ports: () => ({ ledger: alwaysClaims }),
  },
  {
    name: 'consumer-does-not-mark-what-it-sent',
    feed: 'billing',
    ports: () => ({ ledger: neverMarks }),
  },
  { name: 'consumer-alerts-for-loads', feed: 'billing', ports: loadsAsInserts },
  { name: 'topic-loses-a-message', feed: 'billing', storage: losesFiles('outbox') },
  { name: 'ledger-acknowledges-before-write', feed: 'billing', dispatch: lateLedger },
  {
    name: 'destination-skips-a-change',
    feed: 'people',
    dispatch: dropRecord('AWSServiceRoleForDynamoDB'),
  },
  {
    name: 'destination-acknowledges-before-write',
    feed: 'people',
    dispatch: latePutRecords('AWSServiceRoleForDynamoDB'),
  },
  {
    name: 'item-stream-acknowledges-before-its-log',
    feed: 'people',
    storage: lateLogs('kinesis/'),
  },
  {
    name: 'item-delivery-acknowledges-before-the-object',
    feed: 'people',
    storage: lateFiles('s3/'),
  },
  {
    name: 'item-transform-drops-a-row',
    feed: 'people',
    ports: handlerFault('flatten-item-changes', dropRow),
  },
];

function lateLogs(prefix: string): NonNullable<Fault['storage']> {
  return (storage, life) =>
    wrapLogs(storage, prefix, (log) => ({
      ...log,
      append: (entry) => {
        const kept = Uint8Array.from(entry);
        return later(life, () => log.append(kept));
      },
    }));
}

function wrapLogs(storage: Storage, prefix: string, wrap: (log: Log) => Log): Storage {
  return {
    ...storage,
    log: (name) => (name.startsWith(prefix) ? wrap(storage.log(name)) : storage.log(name)),
  };
}

function lateFiles(prefix: string): NonNullable<Fault['storage']> {
  return (storage, life) => ({
    ...storage,
    files: (name) => {
      const files = storage.files(name);
      if (!name.startsWith(prefix)) return files;
      return { ...files, write: (key, content) => later(life, () => files.write(key, content)) };
    },
  });
}

function losesFiles(tree: string): NonNullable<Fault['storage']> {
  return (storage, life) => ({
    ...storage,
    files: (name) => {
      const files = storage.files(name);
      if (name !== tree) return files;
      return {
        ...files,
        write: async (key, content) => {
          if (!life.chance.oneIn(ONE_IN)) await files.write(key, content);
        },
      };
    },
  });
}

/** By which the blocks of two transactions that follow one another in the log differ. */
const TRANSACTION_BLOCKS = 8n;

/** Each checkpoint says a transaction more than was sent. */
function forgetfulTask(storage: Storage): Storage {
  return wrapLogs(storage, 'dms/', (log) => ({
    ...log,
    append: (entry) => {
      const checkpoint = JSON.parse(Buffer.from(entry).toString()) as { lsn: string };
      const block = (BigInt(`0x${checkpoint.lsn}`) >> 16n) + TRANSACTION_BLOCKS;
      const ahead = ((block << 16n) | 0xffffn).toString(16).padStart(20, '0');
      const isSet = !/^0*$/.test(checkpoint.lsn);
      return log.append(
        Buffer.from(JSON.stringify({ ...checkpoint, ...(isSet ? { lsn: ahead } : {}) })),
      );
    },
  }));
}

type Change = (answer: never, life: Life) => unknown;

function handlerFault(folder: string, change: Change): NonNullable<Fault['ports']> {
  return (life) => ({
    handler: (name, handler) =>
      name.endsWith(folder)
        ? async (event) => change((await handler(event)) as never, life)
        : handler,
  });
}

interface TransformAnswer {
  records: { recordId: string; result: string; data?: string }[];
}

function dropRow({ records }: TransformAnswer, life: Life): TransformAnswer {
  const at = life.chance.below(records.length);
  return {
    records: records.map((record, index) =>
      index === at && life.chance.oneIn(2)
        ? { recordId: record.recordId, result: 'Dropped' }
        : record,
    ),
  };
}

/** The first two rows of an answer stand in each other's place in the source's order. */
function swapPositions({ records }: TransformAnswer): TransformAnswer {
  const rows = records.map(({ data = '' }) => Buffer.from(data, 'base64').toString());
  const places = rows.flatMap((row, at) => (row.includes('"position":"') ? [at] : []));
  const [one, other] = places;
  if (one === undefined || other === undefined) return { records };
  const position = (row = '') => (JSON.parse(row) as { position: string }).position;
  const moved = (row = '', to: string) =>
    Buffer.from(`${JSON.stringify({ ...(JSON.parse(row) as object), position: to })}\n`).toString(
      'base64',
    );
  return {
    records: records.map((record, at) => {
      if (at === one) return { ...record, data: moved(rows[one], position(rows[other])) };
      if (at === other) return { ...record, data: moved(rows[other], position(rows[one])) };
      return record;
    }),
  };
}

function ignoreFailures(): unknown {
  return { batchItemFailures: [] };
}

/** The batch counts as done before the function has done it. */
function earlyHandler(life: Life): { handler: (name: string, handler: Handler) => Handler } {
  return {
    handler: (name, handler) =>
      name.endsWith('billing-alerts')
        ? async (event) => {
            await later(life, () => handler(event));
            return { batchItemFailures: [] };
          }
        : handler,
  };
}

function alwaysClaims(ledger: Ledger): Ledger {
  return {
    ...ledger,
    find: () => Promise.resolve(undefined),
    claim: async (item) => {
      await ledger.claim(item);
      return true;
    },
  };
}

function neverMarks(ledger: Ledger): Ledger {
  return { ...ledger, markSent: () => Promise.resolve() };
}

interface StreamEvent {
  Records: { kinesis: { data: string } }[];
}

/** Whoever is loaded is told of a bill. */
function loadsAsInserts(): { handler: (name: string, handler: Handler) => Handler } {
  const asInsert = (data: string) =>
    Buffer.from(data, 'base64')
      .toString()
      .replace(
        '"operation":"load"',
        '"operation":"insert","stream-position":"00000001:00000001:0001"',
      );
  return {
    handler: (name, handler) =>
      name.endsWith('billing-alerts')
        ? (event) => {
            const { Records } = event as StreamEvent;
            const altered = Records.map((record) => ({
              ...record,
              kinesis: {
                ...record.kinesis,
                data: Buffer.from(asInsert(record.kinesis.data)).toString('base64'),
              },
            }));
            return handler({ Records: altered } as never);
          }
        : handler,
  };
}
