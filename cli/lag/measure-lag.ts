import { tableName } from '../../wire/feed-table';
import { invoiceTable } from '../invoice-table';
import { queryLake } from '../query-lake';
import { requireRows } from '../require-rows';
import {
  byKind,
  type DynamoTarget,
  type LakeTarget,
  type RelationalTarget,
  type Target,
} from '../target';
import { alertTimes, type InsertedInvoice } from './alert-times';
import { feedLag, type ChangeTimes, type FeedLag } from './feed-lag';
import type { ObjectTimes } from './object-times';

export interface LagWindow {
  minutes: number;
  /** Milliseconds since 1970. */
  now: number;
  objects: ObjectTimes;
}

/** Changes that are measured: the newest of the window. */
const CHANGES_MAX = 10_000;

/**
 * How late a feed is, from the times that its lake's rows carry, those of the objects that they lie in, and the
 * ledger of alerts. So a change counts once it can be queried, and what never arrives counts not at all: that is
 * what `reconcile` and the alarms are for.
 */
export async function measureLag(target: Target, window: LagWindow): Promise<FeedLag> {
  const changes = await byKind(target, {
    sqlserver: (relational) => rowTimes(relational, window),
    dynamodb: (dynamo) => itemTimes(dynamo, window),
  });
  return feedLag(target.feed, window.minutes, changes);
}

async function rowTimes(target: RelationalTarget, window: LagWindow): Promise<ChangeTimes[]> {
  const rows = await changesOf(target.lake, window, {
    columns: ['commit_time', 'read_time', 'position', 'operation', 'table_name', 'row_json'],
    committed: 'commit_time',
  });
  const invoices = invoiceTableOf(target);
  const inserts = rows.flatMap(([, , , , position, operation, table, row]): InsertedInvoice[] =>
    operation === 'insert' && table === invoices && typeof position === 'string'
      ? [{ position, row: JSON.parse(row ?? '{}') as InsertedInvoice['row'] }]
      : [],
  );
  const alerted = await alertTimes(target, inserts);
  const objects = await window.objects.look(target.lake.clients.s3, rows.map(objectOf));
  return rows.map(([object, arrived, committed, read, position]) => ({
    committed: timeOf(committed),
    read: optionalTime(read),
    arrived: timeOf(arrived),
    queryable: objects.get(object ?? ''),
    alerted: alerted.get(position ?? ''),
  }));
}

/** Undefined where the feed has no such table, and so no alerts to be timed. */
function invoiceTableOf(target: RelationalTarget): string | undefined {
  const names = target.feed.tables.map(tableName);
  try {
    return names.find((name) => name === invoiceTable(target));
  } catch {
    return undefined;
  }
}

async function itemTimes(target: DynamoTarget, window: LagWindow): Promise<ChangeTimes[]> {
  requireRows(target);
  const rows = await changesOf(target.lake, window, {
    columns: ['change_time'],
    committed: 'change_time',
  });
  const objects = await window.objects.look(target.lake.clients.s3, rows.map(objectOf));
  return rows.map(([object, arrived, committed]) => ({
    committed: timeOf(committed),
    read: undefined,
    arrived: timeOf(arrived),
    queryable: objects.get(object ?? ''),
    alerted: undefined,
  }));
}

type Values = (string | null)[];

/** Object and arrival of each change, then the columns; the newest first. */
async function changesOf(
  lake: LakeTarget,
  { minutes, now }: LagWindow,
  { columns, committed }: { columns: readonly string[]; committed: string },
): Promise<Values[]> {
  const since = new Date(now - minutes * 60_000).toISOString();
  const { database, table } = lake.outputs;
  const { rows } = await queryLake(
    lake,
    `SELECT "$path" AS object, arrival_time, ${columns.join(', ')}
FROM "${database}"."${table}"
WHERE day >= '${since.slice(0, 'yyyy-mm-dd'.length)}' AND arrival_time >= '${since}'
  AND operation IN ('insert', 'update', 'delete') AND ${committed} IS NOT NULL
ORDER BY arrival_time DESC
LIMIT ${String(CHANGES_MAX)}`,
  );
  const found: Values[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

function objectOf([object]: Values): string {
  return object ?? '';
}

function timeOf(text: string | null | undefined): number {
  return Date.parse(text ?? '');
}

function optionalTime(text: string | null | undefined): number | undefined {
  return text === null || text === undefined ? undefined : Date.parse(text);
}
