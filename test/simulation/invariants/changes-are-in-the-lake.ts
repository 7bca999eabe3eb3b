import type { CommittedChange } from '../billing-model';
import type { Evidence, LakeLine } from '../evidence';
import { isRecordOf, type StreamedRecord } from '../stream-records';

/**
 * Each committed change is in the lake, and after merging by position nothing else is: the changes of a
 * key are those that were committed, in that order, each with its row. A record in quarantine counts as
 * kept; a change that a load may have carried instead may lack.
 */
export function changesAreInTheLake(
  history: readonly CommittedChange[],
  { lake, quarantined }: Pick<Evidence, 'lake' | 'quarantined'>,
): string[] {
  const merged = mergeByPosition(lake);
  const expected = groupBy(history, ({ table, key }) => `${table} ${key}`);
  const names = new Set([...merged.lines.keys(), ...expected.keys()]);
  const keyViolations = [...names].flatMap((name) =>
    compare(name, expected.get(name) ?? [], {
      found: merged.lines.get(name) ?? [],
      isKept: (change) => isQuarantined(change, quarantined),
    }),
  );
  return [...merged.violations, ...keyViolations];
}

export function isQuarantined(change: CommittedChange, quarantined: readonly string[]): boolean {
  return quarantined.some((payload) => isRecordOf(change, JSON.parse(payload) as StreamedRecord));
}

function mergeByPosition(lake: readonly LakeLine[]) {
  const violations: string[] = [];
  const byPosition = new Map<string, LakeLine>();
  for (const line of lake) {
    if (line['operation'] === 'load') continue;
    const position = line['position'] ?? '';
    const known = byPosition.get(position);
    if (known !== undefined && contentOf(known) !== contentOf(line)) {
      violations.push(
        `position ${position} is of two changes: ${contentOf(known)}; ${contentOf(line)}`,
      );
    }
    byPosition.set(position, line);
  }
  const inOrder = [...byPosition].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  return { violations, lines: groupBy(inOrder, nameOf) };
}

function compare(
  name: string,
  expected: readonly CommittedChange[],
  { found, isKept }: { found: readonly LakeLine[]; isKept: (change: CommittedChange) => boolean },
): string[] {
  let at = 0;
  for (const change of expected) {
    const line = found[at];
    if (line !== undefined && isLineOf(change, line)) at += 1;
    else if (change.carried === 'must' && !isKept(change)) {
      return [
        `${name}: expected ${change.operation} ${JSON.stringify(change.row)} as change ${at + 1}, ` +
          `the lake has ${line === undefined ? 'nothing' : contentOf(line)}`,
      ];
    }
  }
  const extra = found[at];
  return extra === undefined
    ? []
    : [`${name}: the lake has ${contentOf(extra)}, which was never committed so`];
}

function isLineOf(change: CommittedChange, line: LakeLine): boolean {
  if (line['operation'] !== change.operation) return false;
  const row = JSON.parse(line['row_json'] ?? '{}') as Record<string, string | null>;
  return Object.entries(change.row).every(([column, value]) => row[column] === value);
}

export function nameOf(line: LakeLine): string {
  const key = JSON.parse(line['key_json'] ?? '{}') as Record<string, string>;
  return `${line['table_name'] ?? ''} ${Object.values(key).join(' ')}`;
}

function contentOf({ operation, row_json: row }: LakeLine): string {
  return `${operation ?? ''} ${row ?? ''}`;
}

export function groupBy<T>(items: readonly T[], nameOfItem: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOfItem(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}
