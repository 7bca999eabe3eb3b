import type { Row } from '../storage/row-store';
import type { LogEntry } from '../storage/transaction-log';
import type { CapturedColumn } from './capture-state';

/** A bulk load logs many changes under one list of columns, so places are looked up once for it. */
const positions = new WeakMap<readonly object[], WeakMap<readonly object[], number[]>>();

/** Values of the captured columns, also when the table has had other columns since; NULL for one that it lacks. */
export function capturedValues(
  entry: LogEntry,
  row: Row,
  captured: readonly CapturedColumn[],
): Row {
  return positionsOf(entry, captured).map((at) => row[at] ?? null);
}

function positionsOf(entry: LogEntry, captured: readonly CapturedColumn[]): number[] {
  let byCaptured = positions.get(entry.columns);
  if (!byCaptured) positions.set(entry.columns, (byCaptured = new WeakMap()));
  let found = byCaptured.get(captured);
  if (!found) {
    found = captured.map(({ columnId }) => entry.columns.findIndex(({ id }) => id === columnId));
    byCaptured.set(captured, found);
  }
  return found;
}
