import { lakeColumnName } from '../../wire/canonical-row';
import type { FeedTable } from '../../wire/feed-table';
import type { Differences } from './table-reconciliation';

type Row = Readonly<Record<string, string | null>>;

export function compareRows(
  table: FeedTable,
  sourceRows: Iterable<Row>,
  lakeRows: Iterable<Row>,
): Differences {
  const lake = new Map([...lakeRows].map((row) => [keyText(table, row), row]));
  const seen = new Set<string>();
  const differences: Differences = { missing: [], surplus: [], doubled: [], differing: [] };
  for (const row of sourceRows) {
    const key = keyText(table, row);
    const other = lake.get(key);
    if (seen.has(key)) differences.doubled.push(key);
    else if (other === undefined) differences.missing.push(key);
    else {
      const columns = differingColumns(table, row, other);
      if (columns.length > 0) differences.differing.push({ key, columns });
    }
    seen.add(key);
  }
  differences.surplus.push(...[...lake.keys()].filter((key) => !seen.has(key)));
  return differences;
}

function keyText(table: FeedTable, row: Row): string {
  return table.key.map((name) => `${name}=${row[lakeColumnName(name)] ?? 'NULL'}`).join(' ');
}

function differingColumns(table: FeedTable, row: Row, other: Row): string[] {
  return Object.keys(table.columns).filter((name) => {
    const column = lakeColumnName(name);
    return (row[column] ?? null) !== (other[column] ?? null);
  });
}
