import { canonicalItem } from '../../wire/canonical-item';
import type { Item } from '../../wire/attribute-value';
import { hashOfValues } from '../../wire/row-checksum';
import { isWithin, RangeSums } from '../../wire/place-ranges';
import type { ListedRow } from '../../wire/row-places';
import { databaseSecond } from '../items/database-clock';
import { itemKeyText, keyOf } from '../items/item-key';
import { scanTable } from '../items/scan-table';
import { realPace, type Pace } from '../pace';
import { count } from '../progress';
import { queryLake } from '../query-lake';
import { requireRows } from '../require-rows';
import type { Screen } from '../screen';
import type { DynamoTarget } from '../target';
import { findDifferences, rowsAfterWait } from './find-differences';
import { lookByHash, type KeyLook } from './key-look';
import { itemsRelation } from './lake-relation';
import { lakeSide } from './lake-side';
import { lookAtItems } from './look-at-items';
import { settleKeys } from './settle-keys';
import type { Side } from './side';
import type { TableReconciliation } from './table-reconciliation';

export interface ItemReconciliation {
  result: TableReconciliation;
  /** Canonical JSON of the keys that are named: missing, surplus, differing or tied. */
  keys: string[];
}

export interface ItemWait {
  /** As for `reconcileTable`. */
  waitSeconds: number;
  pace?: Pace;
}

/** Keys whose attributes are compared; what differs beyond them is told by key alone. */
const KEYS_LOOKED_AT_MAX = 1000;

/**
 * Compares table and lake by count and checksum over ranges of keys, then names the keys that differ: as
 * `reconcileTable`. The table is scanned, which DynamoDB bills by what is read.
 */
export async function reconcileItems(
  target: DynamoTarget,
  screen: Screen,
  { waitSeconds, pace = realPace }: ItemWait = { waitSeconds: 0 },
): Promise<ItemReconciliation> {
  requireRows(target);
  const { table } = target.feed;
  const second = await databaseSecond(target.clients.dynamodb, table.name);
  const lake = lakeSide(target.lake, itemsRelation(target));
  const found = await findDifferences(itemSide(target, screen), lake);
  const tied = await tiedKeys(target);
  // Of a tied key the lake says nothing that could be waited for.
  const keys = found.keys.map(lookByHash).filter((key) => !tied.has(keyJson(key)));
  const look = lookAtItems(target);
  const looked = await look(keys.slice(0, KEYS_LOOKED_AT_MAX));
  const settled = await settleKeys(looked, look, { pace, waitSeconds });
  const differing = [...settled.differing, ...keys.slice(KEYS_LOOKED_AT_MAX)];
  const { rowsNotNamed } = found;
  const result: TableReconciliation = {
    table: table.name,
    position: new Date(second * 1000).toISOString(),
    sourceRows: found.sourceRows,
    lakeRows: await rowsAfterWait(lake, found, waitSeconds),
    ranges: found.ranges,
    rangesDiffering: found.rangesDiffering,
    exact: differing.length === 0 && tied.size === 0 && rowsNotNamed === 0,
    ...nameItems(differing),
    tied: [...tied].map(itemKeyText),
    ...(settled.changing.length > 0 && {
      changing: settled.changing.map((key) => itemKeyText(keyJson(key))),
    }),
    ...(rowsNotNamed > 0 && { rowsNotNamed }),
  };
  return { result, keys: [...differing.map(keyJson), ...tied] };
}

function keyJson({ key }: Pick<KeyLook, 'key'>): string {
  return key[0] ?? '';
}

/** The table, scanned once a cut, in this process. */
function itemSide(target: DynamoTarget, screen: Screen): Side {
  const { name, key } = target.feed.table;
  const read = async (visit: (row: ListedRow) => void) => {
    let items = 0;
    await scanTable(target, (item) => {
      const keyText = canonicalItem(keyOf(item, key));
      const hash = hashOfValues([keyText, canonicalItem(item)]);
      visit({ key: [keyText], place: hashOfValues([keyText]), hash, copies: 1 });
      items += 1;
      if (items % 1000 === 0) screen.status(`${name}: ${count(items)} items read`);
    });
  };
  return {
    checksums: async (cut) => {
      const sums = new RangeSums(cut);
      await read(({ place, hash }) => {
        sums.add(place, hash);
      });
      return sums.result();
    },
    list: async (prefixes) => {
      const within = new Set(prefixes);
      const digits = prefixes[0]?.length ?? 0;
      const rows: ListedRow[] = [];
      await read((row) => {
        if (isWithin(within, digits, row.place)) rows.push(row);
      });
      return rows;
    },
  };
}

async function tiedKeys({ feed, lake }: DynamoTarget): Promise<Set<string>> {
  const { rows } = await queryLake(lake, `SELECT key_json FROM "${feed.lake.views.ties}"`);
  const keys = new Set<string>();
  for await (const [key] of rows) keys.add(key ?? '');
  return keys;
}

function nameItems(
  looks: readonly KeyLook[],
): Pick<TableReconciliation, 'missing' | 'surplus' | 'doubled' | 'differing'> {
  const text = (look: KeyLook) => itemKeyText(keyJson(look));
  const differing = looks.filter(({ source, lake }) => source.copies > 0 && lake.copies > 0);
  return {
    missing: looks.filter(({ lake }) => lake.copies === 0).map(text),
    surplus: looks.filter(({ source }) => source.copies === 0).map(text),
    doubled: [],
    differing: differing.map((look) => ({ key: text(look), columns: differingAttributes(look) })),
  };
}

function differingAttributes({ source, lake }: KeyLook): string[] {
  const item = JSON.parse(source.row?.['item'] ?? '{}') as Item;
  const other = JSON.parse(lake.row?.['item'] ?? '{}') as Item;
  const names = new Set([...Object.keys(item), ...Object.keys(other)]);
  return [...names].filter((name) => JSON.stringify(item[name]) !== JSON.stringify(other[name]));
}
