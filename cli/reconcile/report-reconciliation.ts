import { count } from '../progress';
import { textTable } from '../text-table';
import type { TableReconciliation } from './table-reconciliation';

const KEYS_SHOWN_MAX = 10;

/** The comparison as a table, then the keys that differ. Ties have a column where there can be some. */
export function reconciliationText(tables: readonly TableReconciliation[]): string {
  const canTie = tables.some(({ tied }) => tied !== undefined);
  const rows = tables.map((table) => [
    table.table,
    count(table.sourceRows),
    count(table.lakeRows),
    table.missing.length,
    table.surplus.length + table.doubled.length,
    table.differing.length,
    ...(canTie ? [table.tied?.length ?? 0] : []),
    verdict(table),
  ]);
  const heading = [
    ...['table', 'source', 'lake', 'missing', 'surplus', 'differing'],
    ...(canTie ? ['ties'] : []),
    'verdict',
  ];
  return [textTable([heading, ...rows]), ...tables.flatMap(keysThatDiffer)].join('\n');
}

function verdict({ exact, inexact, rangesDiffering, tied = [] }: TableReconciliation): string {
  if (exact) return inexact === undefined ? 'exact' : 'alike, inexact';
  return rangesDiffering === 0 && tied.length > 0 ? 'TIED' : 'DIFFERS';
}

function keysThatDiffer(table: TableReconciliation): string[] {
  const differing = table.differing.map(({ key, columns }) => `${key} (${columns.join(', ')})`);
  return [
    ...named(table.table, 'missing in the lake', table.missing),
    ...named(table.table, 'in the lake but not in the source', table.surplus),
    ...named(table.table, 'more than once', table.doubled),
    ...named(table.table, 'with other values', differing),
    ...named(table.table, 'still changing, so not compared', table.changing ?? []),
    ...notNamed(table),
    ...(table.inexact === undefined ? [] : [`${table.table}: inexact: ${table.inexact}`]),
    ...named(table.table, 'with last changes that cannot be put in order', table.tied ?? []),
  ];
}

function notNamed({ table, rowsNotNamed }: TableReconciliation): string[] {
  return rowsNotNamed === undefined
    ? []
    : [`${table}: ${count(rowsNotNamed)} more rows in ranges that differ`];
}

function named(table: string, what: string, keys: readonly string[]): string[] {
  if (keys.length === 0) return [];
  const more =
    keys.length > KEYS_SHOWN_MAX ? `, and ${String(keys.length - KEYS_SHOWN_MAX)} more` : '';
  return [`${table}: ${what}: ${keys.slice(0, KEYS_SHOWN_MAX).join(', ')}${more}`];
}
