import type { Evaluation } from '../engine/evaluation';
import { fixedFunction } from '../engine/scalar-functions';
import type { ScalarFunction } from '../engine/scalar-functions';
import type { Database } from '../storage/database';
import { lsnFromBytes, lsnToBytes } from '../storage/lsn';
import type { Row } from '../storage/row-store';
import { comparison } from '../types/compare';
import type { SqlType, SqlValue } from '../types/sql-type';
import { captureInstance, lsnFromHex } from './capture-state';
import { LSN_TYPE, MASK_TYPE, maxMappedLsn, timeMapping } from './capture-tables';
import { SYSNAME } from './procedure-arguments';
import { isBitSet } from './update-mask';

const DATETIME: SqlType = { name: 'datetime' };
const INT: SqlType = { name: 'int' };
const BIT: SqlType = { name: 'bit' };
const LSN_LIMIT = 1n << 80n;

const compareTimes = comparison(DATETIME);

/** https://learn.microsoft.com/en-us/sql/relational-databases/system-functions/change-data-capture-functions-transact-sql */
export const lsnFunctions: ScalarFunction[] = [
  sysFunction('fn_cdc_get_min_lsn', [SYSNAME], LSN_TYPE, ([name], database) =>
    lsnToBytes(lsnFromHex(instanceOf(database, name)?.startLsn ?? '0')),
  ),
  sysFunction('fn_cdc_get_max_lsn', [], LSN_TYPE, (_none, database) => {
    const newest = maxMappedLsn(database);
    return newest === undefined ? null : lsnToBytes(newest);
  }),
  sysFunction('fn_cdc_increment_lsn', [LSN_TYPE], LSN_TYPE, ([lsn]) => moved(lsn, 1n)),
  sysFunction('fn_cdc_decrement_lsn', [LSN_TYPE], LSN_TYPE, ([lsn]) => moved(lsn, -1n)),
  sysFunction('fn_cdc_map_lsn_to_time', [LSN_TYPE], DATETIME, ([lsn], database) =>
    timeOf(database, lsn),
  ),
  sysFunction(
    'fn_cdc_map_time_to_lsn',
    [{ name: 'nvarchar', length: 60 }, DATETIME],
    LSN_TYPE,
    ([operator, time], database) => lsnAt(database, operator, time),
  ),
  sysFunction('fn_cdc_get_column_ordinal', [SYSNAME, SYSNAME], INT, ([name, column], database) =>
    ordinalOf(database, name, column),
  ),
  sysFunction('fn_cdc_is_bit_set', [INT, MASK_TYPE], BIT, ([position, mask]) =>
    bitOf(position, mask),
  ),
  sysFunction(
    'fn_cdc_has_column_changed',
    [SYSNAME, SYSNAME, MASK_TYPE],
    BIT,
    ([name, column, mask], database) => bitOf(ordinalOf(database, name, column), mask),
  ),
];

// eslint-disable-next-line max-params -- one line a function in the table above
function sysFunction(
  name: string,
  parameters: SqlType[],
  type: SqlType,
  evaluate: (parameters: SqlValue[], database: Database) => SqlValue,
): ScalarFunction {
  return fixedFunction({
    schema: 'sys',
    name,
    parameters,
    type,
    evaluate: (given, { session }: Evaluation) => evaluate(given, session.currentDatabase),
  });
}

function instanceOf(database: Database, name: SqlValue | undefined) {
  return typeof name === 'string' ? captureInstance(database, name) : undefined;
}

function moved(lsn: SqlValue | undefined, by: bigint): SqlValue {
  if (!(lsn instanceof Uint8Array)) return null;
  const next = lsnFromBytes(lsn) + by;
  return next < 0n || next >= LSN_LIMIT ? null : lsnToBytes(next);
}

function mappings(database: Database): Row[] {
  return [...(timeMapping(database)?.rows.rows() ?? [])];
}

/** Only of an LSN that the capture job has mapped. */
function timeOf(database: Database, lsn: SqlValue | undefined): SqlValue {
  if (!(lsn instanceof Uint8Array)) return null;
  const found = mappings(database).find(
    ([mapped]) => mapped instanceof Uint8Array && Buffer.compare(mapped, lsn) === 0,
  );
  return found?.[2] ?? null;
}

const OPERATORS: Record<
  string,
  { picks: 'last' | 'first'; holds: (order: number) => boolean } | undefined
> = {
  'largest less than': { picks: 'last', holds: (order) => order < 0 },
  'largest less than or equal': { picks: 'last', holds: (order) => order <= 0 },
  'smallest greater than': { picks: 'first', holds: (order) => order > 0 },
  'smallest greater than or equal': { picks: 'first', holds: (order) => order >= 0 },
};

/** By the end time of the mapped transactions; NULL when none fits. */
function lsnAt(
  database: Database,
  operator: SqlValue | undefined,
  time: SqlValue | undefined,
): SqlValue {
  const wanted =
    typeof operator === 'string' ? OPERATORS[operator.trim().toLowerCase()] : undefined;
  if (!wanted || time === null || time === undefined) return null;
  const fits = (row: Row) => wanted.holds(compareTimes(row[2] ?? null, time));
  const rows = mappings(database);
  const found = wanted.picks === 'last' ? rows.findLast(fits) : rows.find(fits);
  return found?.[0] ?? null;
}

function ordinalOf(
  database: Database,
  name: SqlValue | undefined,
  column: SqlValue | undefined,
): number | null {
  const columns = instanceOf(database, name)?.columns ?? [];
  const wanted = typeof column === 'string' ? column.toLowerCase() : '';
  const at = columns.findIndex((captured) => captured.name.toLowerCase() === wanted);
  return at < 0 ? null : at + 1;
}

function bitOf(position: SqlValue | undefined, mask: SqlValue | undefined): SqlValue {
  if (typeof position !== 'number' || !(mask instanceof Uint8Array)) return null;
  return isBitSet(position, mask) ? 1 : 0;
}
