import type { CommittedChange, Row, Tables } from '../billing-model';
import type { Evidence, LakeLine } from '../evidence';
import { groupBy, isQuarantined, nameOf } from './changes-are-in-the-lake';

/**
 * The lake's newest row of each key is that of the source. A delete that fell between a task's end and its
 * reload is known to no load: such a key may still be there. A key with a change in quarantine is as it may.
 */
export function lakeEndsAtTheSource(
  tables: Tables,
  history: readonly CommittedChange[],
  { lake, quarantined }: Pick<Evidence, 'lake' | 'quarantined'>,
): string[] {
  const lines = [...lake, ...lake.flatMap(underFormerKey)];
  const newest = new Map<string, Row | undefined>(
    [...groupBy(lines, nameOf)].map(([name, ofKey]) => [name, newestOf(ofKey)] as const),
  );
  const source = new Map<string, Row>(
    Object.entries(tables).flatMap(([table, rows]: [string, Map<string, Row>]) =>
      [...rows].map(([key, row]) => [`${table} ${key}`, row] as const),
    ),
  );
  const withheld = new Set(
    history
      .filter((change) => isQuarantined(change, quarantined))
      .map(({ table, key }) => `${table} ${key}`),
  );
  const lastChange = new Map<string, Pick<CommittedChange, 'operation' | 'carried'>>();
  for (const { table, key, formerKey, operation, carried } of history) {
    lastChange.set(`${table} ${key}`, { operation, carried });
    if (formerKey !== undefined)
      lastChange.set(`${table} ${formerKey}`, { operation: 'delete', carried });
  }
  return [...new Set([...newest.keys(), ...source.keys()])].flatMap((name) => {
    const [inLake, inSource] = [newest.get(name), source.get(name)];
    const last = lastChange.get(name);
    if (inSource === undefined && last?.operation === 'delete' && last.carried === 'may') return [];
    if (isSame(inLake, inSource) || withheld.has(name)) return [];
    return [`${name}: the source has ${told(inSource)}, the lake ${told(inLake)}`];
  });
}

/** An update that changed the key ends the row under the key that it had. */
function underFormerKey(line: LakeLine): LakeLine[] {
  if (line['operation'] !== 'update') return [];
  const key = JSON.parse(line['key_json'] ?? '{}') as Row;
  const before = JSON.parse(line['before_json'] ?? '{}') as Row;
  const former = Object.fromEntries(
    Object.keys(key).map((column) => [column, before[column] ?? null]),
  );
  if (isSame(former, key) || Object.values(former).includes(null)) return [];
  return [{ ...line, operation: 'delete', key_json: JSON.stringify(former) }];
}

/** A load counts above the changes that had reached the stream before it, as a reload makes the table anew. */
function newestOf(lines: readonly LakeLine[]): Row | undefined {
  const arrival = (line: LakeLine) => line['sequence_number'] ?? '';
  const load = lines
    .filter(({ operation }) => operation === 'load')
    .sort((a, b) => (arrival(a) < arrival(b) ? 1 : -1))[0];
  const firstArrival = new Map<string, string>();
  for (const line of lines) {
    const position = line['position'] ?? '';
    const known = firstArrival.get(position);
    if (known === undefined || arrival(line) < known) firstArrival.set(position, arrival(line));
  }
  const change = lines
    .filter(({ operation }) => operation !== 'load')
    .filter(
      ({ position }) =>
        load === undefined || (firstArrival.get(position ?? '') ?? '') > arrival(load),
    )
    .sort((a, b) => ((a['position'] ?? '') < (b['position'] ?? '') ? 1 : -1))[0];
  const line = change ?? load;
  if (line === undefined || line['operation'] === 'delete') return undefined;
  return JSON.parse(line['row_json'] ?? '{}') as Row;
}

function isSame(one: Row | undefined, other: Row | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Object.entries(other).every(([column, value]) => one[column] === value);
}

function told(row: Row | undefined): string {
  return row === undefined ? 'nothing' : JSON.stringify(row);
}
