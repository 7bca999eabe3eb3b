import { canonicalRow, lakeColumnName, rowShape } from '../../wire/canonical-row';
import { decodeDmsRecord } from '../../wire/dms-record';
import { tableName, type FeedTable } from '../../wire/feed-table';
import { decodeItemChange } from '../../wire/item-change';
import { byKind, type Target } from '../target';

/** What a record says of the change that it carries, or why it cannot be read; else it is no change. */
export interface DescribedChange {
  /** `schema.table` of a relational feed, the table's name of a DynamoDB feed. */
  table?: string;
  operation?: string;
  /** As the lake's `key_json` has it. */
  key?: string;
  position?: string;
  /** Why it cannot be read. */
  unreadable?: string;
}

export function describePayload(target: Target, payload: Uint8Array): DescribedChange {
  return byKind(target, {
    sqlserver: ({ feed }) => describeRowChange(feed.tables, payload),
    dynamodb: () => describeItemChange(payload),
  });
}

function describeRowChange(tables: readonly FeedTable[], payload: Uint8Array): DescribedChange {
  const change = decodeDmsRecord(payload);
  if (change.kind === 'unreadable') return { unreadable: change.reason };
  if (change.kind !== 'change') return {};
  const { operation, position, row } = change;
  const named = tableName({ schema: change.schema, name: change.table });
  const table = tables.find((known) => tableName(known).toLowerCase() === named.toLowerCase());
  const key = table === undefined ? undefined : keyJson(table, row);
  return {
    table: table === undefined ? named : tableName(table),
    operation,
    ...(key !== undefined && { key }),
    ...(position !== null && { position }),
  };
}

function keyJson(table: FeedTable, row: Record<string, string | null>): string | undefined {
  const values = canonicalRow(rowShape(table), row);
  const key = table.key.map(lakeColumnName).map((name) => [name, values[name] ?? null] as const);
  if (key.length === 0 || key.some(([, value]) => value === null)) return undefined;
  return JSON.stringify(Object.fromEntries(key));
}

function describeItemChange(payload: Uint8Array): DescribedChange {
  const change = decodeItemChange(payload);
  if (change.kind === 'unreadable') return { unreadable: change.reason };
  if (change.kind !== 'change') return {};
  const { table, operation, keys, position } = change;
  return { table, operation, key: keys, position };
}
