import { textTable } from '../../cli/text-table';
import type { Fate, Fates } from './judge';
import { HARD_VALUES } from './true-value';

const FATES: readonly Fate[] = ['kept', 'altered', 'lost', 'thrown'];

/** How many values of each class each transform kept, altered, lost, or threw at. */
export function fateTable(records: readonly { plain: Fates; tributary: Fates }[]): string {
  const plain = counts(records.map((record) => record.plain));
  const tributary = counts(records.map((record) => record.tributary));
  const classes = ['deletes', ...HARD_VALUES, 'all other values'];
  return textTable([
    ['', 'plain:', ...FATES.map(right), 'tributary:', ...FATES.map(right)],
    ...classes.map((name) => [name, '', ...row(plain, name), '', ...row(tributary, name)]),
  ]);
}

function counts(records: readonly Fates[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const [name, fate] of records.flat()) {
    const key = `${name} ${fate}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}

function row(found: Map<string, number>, name: string): string[] {
  return FATES.map((fate) => right(found.get(`${name} ${fate}`) ?? 0));
}

function right(cell: string | number): string {
  return String(cell).padStart(7);
}
