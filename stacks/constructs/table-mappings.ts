import type { FeedTable } from '../../wire/feed-table';

/**
 * The task's table mappings: which tables, and which column chooses the shard. The choice is an
 * object mapping, so that load and changes go alike: by default DMS loads by primary key and sends
 * changes by table, all of a table to one shard.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kinesis.html#CHAP_Target.Kinesis.ObjectMapping
 */
export function tableMappings(tables: readonly FeedTable[]): object {
  const selections = tables.map((table, index) => ({
    'rule-type': 'selection',
    ...identity(index + 1, `include-${table.name}`),
    'rule-action': 'include',
    'object-locator': locator(table),
    filters: [],
  }));
  const mappings = tables.map((table, index) => ({
    'rule-type': 'object-mapping',
    ...identity(tables.length + index + 1, `partition-${table.name}`),
    'rule-action': 'map-record-to-record',
    'object-locator': locator(table),
    'mapping-parameters': partitionKey(table),
  }));
  return { rules: [...selections, ...mappings] };
}

/** Rule ids are unique numbers, written as strings. */
function identity(id: number, name: string): object {
  return { 'rule-id': String(id), 'rule-name': name };
}

function locator({ schema, name }: FeedTable): object {
  return { 'schema-name': schema, 'table-name': name };
}

/** A table without a key keeps its order on one shard. */
function partitionKey({ partitionBy, key }: FeedTable): object {
  const column = partitionBy ?? key[0];
  return column === undefined
    ? { 'partition-key-type': 'schema-table' }
    : { 'partition-key-type': 'attribute-name', 'partition-key-name': column };
}
