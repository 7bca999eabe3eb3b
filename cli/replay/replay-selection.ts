/** Which changes of a feed are replayed; what is left out chooses all. Times are ISO 8601, UTC. */
export interface ReplaySelection {
  table?: string | undefined;
  /** As `key_json` has it; several where the text that was given may be several keys. */
  keys?: string[] | undefined;
  /** Of the commit, or of DynamoDB's change; `from` included, `to` not. */
  from?: string | undefined;
  to?: string | undefined;
  /** What came later is no part of it, so that a replay does not meet its own records. */
  arrivedBefore: string;
}

export interface LakeTable {
  database: string;
  table: string;
}

/** Where a row stands in a replay, as text that sorts: loads first, then changes by position. */
export const PLACE = "coalesce(position, '') || ' ' || sequence_number";

export function textOf(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** Of a WHERE clause; `timeColumn` holds when a change was made. */
export function conditionsOf(selection: ReplaySelection, timeColumn: string): string[] {
  const { table, keys, from, to, arrivedBefore } = selection;
  return [
    `arrival_time < ${textOf(arrivedBefore)}`,
    ...(table === undefined ? [] : [`table_name = ${textOf(table)}`]),
    ...(keys === undefined ? [] : [`key_json IN (${keys.map(textOf).join(', ')})`]),
    ...(from === undefined
      ? []
      : [`${timeColumn} >= ${instant(from)}`, `day >= ${textOf(dayBefore(from))}`]),
    ...(to === undefined ? [] : [`${timeColumn} < ${instant(to)}`]),
  ];
}

/** Without its zone, so that it compares as text with times of any number of fraction digits. */
function instant(time: string): string {
  return textOf(time.replace(/Z$/, ''));
}

/** A change reaches the lake after it was made; a day is for clocks that differ. */
function dayBefore(time: string): string {
  return new Date(Date.parse(time) - 86_400_000).toISOString().slice(0, 10);
}
