import type { ItemOperation } from '../../../wire/item-row';

/** A line of the lake as far as its views look at it. */
export interface Line {
  operation: ItemOperation;
  key: string;
  /** Microseconds, or as the row has it. */
  position: string | null;
  /** States before and after; empty where there is no item. */
  old: string;
  new: string;
  eventId: string | null;
  arrivalTime: string;
  table: string;
  visits?: string;
}

/** A change of key `k` from one state to the next; the state is the job title. */
export function change(from: string, to: string, place: Partial<Line> & { at: number }): Line {
  const { at, ...rest } = place;
  const written = from === '' ? 'insert' : 'update';
  return {
    operation: to === '' ? 'delete' : written,
    key: 'k',
    position: String(at).padStart(20, '0'),
    old: from,
    new: to,
    eventId: `${String(at)}:${from}>${to}`,
    arrivalTime: '2026-05-01T00:00:00.000Z',
    table: 'People',
    ...rest,
  };
}

export const load = (state: string, place: Partial<Line> = {}) =>
  change('', state, { at: 0, operation: 'load', position: null, eventId: null, ...place });
export const repair = (state: string, at: number) =>
  change('', state, {
    at,
    operation: 'repair',
    position: `${String(at).padStart(20, '0')}/repair`,
    eventId: null,
  });

const literal = (value: string | null) => (value === null ? 'NULL' : `'${value}'`);
const orNull = (state: string, value: string) => (state === '' ? null : value);

/** As a tuple of SQL, in the order of the lake's columns and then of the listed attributes. */
export function valuesOf(line: Line): string {
  const cells = [
    line.table,
    line.operation,
    `{"id":{"S":"${line.key}"}}`,
    orNull(line.new, `{"jobTitle":{"S":"${line.new}"}}`),
    null,
    line.position,
    line.position === null ? null : `time ${line.position}`,
    null,
    line.eventId,
    null,
    line.operation === 'repair' ? null : orNull(line.old, `hash of ${line.old}`),
    orNull(line.new, `hash of ${line.new}`),
    null,
    null,
    null,
    line.arrivalTime,
    orNull(line.new, line.new),
    orNull(line.new, '12345678901234567890123456789012345.67'),
    orNull(line.new, line.visits ?? '7'),
  ];
  return `(${cells.map(literal).join(', ')})`;
}
