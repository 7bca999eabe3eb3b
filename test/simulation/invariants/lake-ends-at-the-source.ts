import type { CommittedChange, Row, Tables } from '../billing-model';
import type { Evidence, LakeLine } from '../evidence';
import { nameOfRecord, type StreamedRecord } from '../stream-records';
import { groupBy, nameOf } from './changes-are-in-the-lake';

/**
 * The lake's newest row of each key is that of the source. A delete that fell between a task's end and its
 * reload is known to no load: such a key may still be there. A key with a record in quarantine, be it of a
 * load, is as it may.
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
    quarantined.map((payload) => nameOfRecord(JSON.parse(payload) as Partial<StreamedRecord>)),
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

const numberOf = (line: LakeLine) => line['sequence_number'] ?? '';
const timeOf = (line: LakeLine) => line['arrival_time'] ?? '';
const positionOf = (line: LakeLine) => line['position'] ?? '';

/** A load counts above the changes that had reached the stream before it, as a reload makes the table anew. */
function newestOf(lines: readonly LakeLine[]): Row | undefined {
  const load = lines
    .filter(({ operation }) => operation === 'load')
    .sort((a, b) => (timeOf(a) + numberOf(a) < timeOf(b) + numberOf(b) ? 1 : -1))[0];
  const copies = groupBy(lines, positionOf);
  const change = lines
    .filter(({ operation }) => operation !== 'load')
    .filter((line) => load === undefined || cameAfter(load, copies.get(positionOf(line)) ?? []))
    .sort((a, b) => (positionOf(a) < positionOf(b) ? 1 : -1))[0];
  const line = change ?? load;
  if (line === undefined || line['operation'] === 'delete') return undefined;
  return JSON.parse(line['row_json'] ?? '{}') as Row;
}

/** Numbers tell it of records that were put under one partition key, which every simulated table takes from here. */
function cameAfter(load: LakeLine, copies: readonly LakeLine[]): boolean {
  const customerOf = ({ row_json }: LakeLine) =>
    (JSON.parse(row_json ?? '{}') as Row)['customer_id'];
  return copies.every((copy) =>
    customerOf(copy) === customerOf(load)
      ? numberOf(copy) > numberOf(load)
      : timeOf(copy) >= timeOf(load),
  );
}

function isSame(one: Row | undefined, other: Row | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Object.entries(other).every(([column, value]) => one[column] === value);
}

function told(row: Row | undefined): string {
  return row === undefined ? 'nothing' : JSON.stringify(row);
}
