import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { canonicalItem } from '../../wire/canonical-item';
import { RowChecksum } from '../../wire/row-checksum';
import { itemKeyText, keyOf } from '../items/item-key';
import { scanTable } from '../items/scan-table';
import { count } from '../progress';
import { queryLake } from '../query-lake';
import { requireRows } from '../require-rows';
import type { Screen } from '../screen';
import type { DynamoTarget } from '../target';
import { compareItems } from './compare-items';
import { bucketCount, bucketOfKey } from './key-buckets';
import type { TableReconciliation } from './table-reconciliation';

export interface ItemReconciliation {
  result: TableReconciliation;
  /** Canonical JSON of the keys that are named: missing, surplus, differing or tied. */
  keys: string[];
}

/** Items of differing buckets that are held in memory to name their keys, beside at least one bucket. */
const ITEMS_NAMED_MAX = 100_000;

/** Reads one side once, each item as the canonical JSON of its key and of itself. */
type ReadSide = (visit: (key: string, item: string) => void) => Promise<void>;

/**
 * Compares table and lake by count and checksum over buckets of keys, then names the keys of buckets
 * that differ. Run it while no change is on its way, or run it again: a change in flight shows as missing.
 */
export async function reconcileItems(
  target: DynamoTarget,
  screen: Screen,
): Promise<ItemReconciliation> {
  requireRows(target);
  const { table } = target.feed;
  const sides = { source: readTable(target, screen), lake: readLake(target, screen) };
  const buckets = bucketCount(await tableBytes(target));
  const [source, lake] = await Promise.all([
    checksums(sides.source, buckets),
    checksums(sides.lake, buckets),
  ]);
  const differing = source.flatMap((one, at) =>
    one.rows === lake[at]?.rows && one.checksum === lake[at].checksum ? [] : [at],
  );
  const tied = await tiedKeys(target);
  const named = new Set(
    withinMemory(differing, (at) => (source[at]?.rows ?? 0) + (lake[at]?.rows ?? 0)),
  );
  const chosen = (key: string) => named.has(bucketOfKey(key, buckets));
  const differences =
    named.size === 0
      ? { missing: [], surplus: [], differing: [] }
      : compareItems(await items(sides.source, chosen), await items(sides.lake, chosen), tied);
  const result = {
    table: table.name,
    sourceRows: total(source),
    lakeRows: total(lake),
    ranges: buckets,
    rangesDiffering: differing.length,
    exact: differing.length === 0 && tied.size === 0,
    missing: differences.missing.map(itemKeyText),
    surplus: differences.surplus.map(itemKeyText),
    doubled: [],
    differing: differences.differing.map(({ key, columns }) => ({
      key: itemKeyText(key),
      columns,
    })),
    tied: [...tied].map(itemKeyText),
  };
  const { missing, surplus } = differences;
  const changed = differences.differing.map(({ key }) => key);
  return { result, keys: [...missing, ...surplus, ...changed, ...tied] };
}

/** DynamoDB counts every six hours: a size to choose buckets by, no more. */
async function tableBytes({ clients, feed }: DynamoTarget): Promise<number> {
  const { Table } = await clients.dynamodb.send(
    new DescribeTableCommand({ TableName: feed.table.name }),
  );
  return Table?.TableSizeBytes ?? 0;
}

function readTable(target: DynamoTarget, screen: Screen): ReadSide {
  const { name, key } = target.feed.table;
  return async (visit) => {
    let read = 0;
    await scanTable(target, (item) => {
      visit(canonicalItem(keyOf(item, key)), canonicalItem(item));
      read += 1;
      if (read % 1000 === 0) screen.status(`${name}: ${count(read)} items read`);
    });
  };
}

function readLake({ feed, lake }: DynamoTarget, screen: Screen): ReadSide {
  const view = feed.lake.views.current;
  return async (visit) => {
    let read = 0;
    const { rows } = await queryLake(lake, `SELECT key_json, row_json FROM "${view}"`);
    for await (const [key, item] of rows) {
      visit(key ?? '', item ?? '');
      read += 1;
      if (read % 1000 === 0) screen.status(`${view}: ${count(read)} items read`);
    }
  };
}

type Checksum = ReturnType<RowChecksum['result']>;

async function checksums(read: ReadSide, buckets: number): Promise<Checksum[]> {
  const sums = Array.from({ length: buckets }, () => new RowChecksum());
  await read((key, item) => sums[bucketOfKey(key, buckets)]?.add([key, item]));
  return sums.map((sum) => sum.result());
}

function total(sums: readonly Checksum[]): number {
  return sums.reduce((sum, { rows }) => sum + rows, 0);
}

async function items(
  read: ReadSide,
  chosen: (key: string) => boolean,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  await read((key, item) => {
    if (chosen(key)) found.set(key, item);
  });
  return found;
}

async function tiedKeys({ feed, lake }: DynamoTarget): Promise<Set<string>> {
  const { rows } = await queryLake(lake, `SELECT key_json FROM "${feed.lake.views.ties}"`);
  const keys = new Set<string>();
  for await (const [key] of rows) keys.add(key ?? '');
  return keys;
}

/** The first buckets that together hold no more than may be held. */
function withinMemory(buckets: readonly number[], itemsOf: (bucket: number) => number): number[] {
  let held = 0;
  return buckets.filter((bucket, at) => {
    held += itemsOf(bucket);
    return at === 0 || held <= ITEMS_NAMED_MAX;
  });
}
