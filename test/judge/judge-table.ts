import type { Finding, SourceRow } from './judge';
import type { LakeLine } from './read-lake-lines';

interface Source {
  key: readonly string[];
  rows: readonly SourceRow[];
}

/** The lake's history of each key must hold together and end where the source stands. */
export function judgeTable(table: string, source: Source, lines: readonly LakeLine[]): Finding[] {
  const keyOf = (row: SourceRow) =>
    `${table} ${source.key.map((name) => row[name] ?? 'null').join('/')}`;
  const histories = grouped(lines, ({ row }) => keyOf(row));
  const rows = grouped(source.rows, keyOf);
  const subjects = new Set([...histories.keys(), ...rows.keys()]);
  return [...subjects].flatMap((subject) => {
    const { state, findings } = replay(subject, histories.get(subject) ?? []);
    return [...findings, ...compare(subject, rows.get(subject) ?? [], state)];
  });
}

function grouped<Item>(items: readonly Item[], subjectOf: (item: Item) => string) {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(subjectOf(item)) ?? [];
    group.push(item);
    groups.set(subjectOf(item), group);
  }
  return groups;
}

/** Makes the changes of one key one after the other, as the source made them. */
function replay(subject: string, history: readonly LakeLine[]) {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  let state: SourceRow | undefined;
  for (const line of [...history].sort(byPosition)) {
    const isRepeated = seen.has(line.record) || seen.has(`at ${String(line.position)}`);
    seen.add(line.record).add(`at ${String(line.position)}`);
    if (isRepeated)
      findings.push({ kind: 'doubled row', subject, detail: `stands twice as ${line.record}` });
    const problem = problemOf(line, state);
    if (problem !== undefined) findings.push({ subject, ...problem });
    state = line.operation === 'delete' ? undefined : line.row;
  }
  return { state, findings };
}

/** A load has no position: it is what was there before every change. */
function byPosition(a: LakeLine, b: LakeLine): number {
  const [one, other] = [a.position ?? '', b.position ?? ''];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function problemOf(
  { operation, row, before }: LakeLine,
  state: SourceRow | undefined,
): Omit<Finding, 'subject'> | undefined {
  const adds = operation === 'load' || operation === 'insert';
  if (adds && state !== undefined)
    return { kind: 'doubled row', detail: `${operation} of a row that is there` };
  if (adds) return undefined;
  if (state === undefined)
    return { kind: 'broken history', detail: `${operation} of a row that is not there` };
  const old = operation === 'delete' ? row : (before ?? {});
  const differing = Object.keys(old).filter((name) => old[name] !== state[name]);
  if (differing.length === 0) return undefined;
  return { kind: 'broken history', detail: `${operation} of another ${differing.join(', ')}` };
}

function compare(
  subject: string,
  [row, ...others]: readonly SourceRow[],
  state: SourceRow | undefined,
): Finding[] {
  if (others.length > 0)
    return [{ kind: 'doubled row', subject, detail: 'stands twice in the source' }];
  if (row === undefined)
    return state === undefined ? [] : [{ kind: 'surplus row', subject, detail: 'in the lake' }];
  if (state === undefined) return [{ kind: 'missing row', subject, detail: 'not in the lake' }];
  const names = new Set([...Object.keys(row), ...Object.keys(state)]);
  return [...names]
    .filter((name) => row[name] !== state[name])
    .map((name) => ({
      kind: 'differing row',
      subject,
      detail: `${name} is ${JSON.stringify(row[name])} in the source, ${JSON.stringify(state[name])} in the lake`,
    }));
}
