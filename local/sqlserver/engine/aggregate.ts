import { outsideSubset } from '../outside-subset';
import type { CallExpression } from '../tsql/parse/ast';
import { comparison } from '../types/compare';
import { comparisonKey } from '../types/comparison-key';
import { fitsPrecision, rescale } from '../types/decimal';
import type { Decimal, SqlType, SqlValue } from '../types/sql-type';
import { isFloat, isInteger, isMoney } from '../types/type-name';
import type { Bound } from './binding';
import type { Evaluation } from './evaluation';
import { sqlMessage } from './sql-message';

/** Gathers the values of one group. */
export interface Accumulator {
  add(value: SqlValue): void;
  result(): SqlValue;
}

export interface Aggregate {
  type: SqlType;
  nullable: boolean;
  /** What is gathered of each row; COUNT(*) gathers a 1. */
  read(evaluation: Evaluation): SqlValue;
  start(): Accumulator;
}

const NAMES = new Set(['COUNT', 'COUNT_BIG', 'SUM', 'AVG', 'MIN', 'MAX']);
const OUTSIDE = new Set([
  'STDEV',
  'STDEVP',
  'VAR',
  'VARP',
  'CHECKSUM_AGG',
  'APPROX_COUNT_DISTINCT',
]);

export function isAggregate({ name }: CallExpression): boolean {
  const upper = name.name.toUpperCase();
  if (name.schema !== undefined) return false;
  if (OUTSIDE.has(upper)) throw outsideSubset(upper, name.line);
  return NAMES.has(upper);
}

export function bindAggregate(call: CallExpression, argument: Bound | undefined): Aggregate {
  const name = call.name.name.toUpperCase();
  const aggregate = makeAggregate(name, argument);
  if (!call.distinct || argument === undefined) return aggregate;
  return { ...aggregate, start: () => distinct(aggregate.start(), argument.type) };
}

function makeAggregate(name: string, argument: Bound | undefined): Aggregate {
  if (name === 'COUNT' || name === 'COUNT_BIG') return count(name, argument);
  if (argument === undefined) throw sqlMessage(174, name.toLowerCase(), 1);
  const read = (evaluation: Evaluation) => argument.evaluate(evaluation);
  if (name === 'MIN' || name === 'MAX') {
    const { type } = argument;
    if (type.name === 'bit') throw sqlMessage(8117, 'bit', name.toLowerCase());
    return { type, nullable: true, read, start: () => extreme(type, name === 'MIN' ? -1 : 1) };
  }
  const type = sumType(argument.type, name);
  return { type, nullable: true, read, start: () => (name === 'SUM' ? sum(type) : average(type)) };
}

function count(name: string, argument: Bound | undefined): Aggregate {
  const type: SqlType = { name: name === 'COUNT' ? 'int' : 'bigint' };
  const read = (evaluation: Evaluation) =>
    argument === undefined ? 1 : argument.evaluate(evaluation);
  const start = () => {
    let rows = 0;
    return {
      add: (value: SqlValue) => {
        if (value !== null) rows++;
      },
      result: () => (type.name === 'int' ? rows : BigInt(rows)),
    };
  };
  return { type, nullable: false, read, start };
}

function sumType(type: SqlType, name: string): SqlType {
  if (type.name === 'bigint') return type;
  if (isInteger(type) && type.name !== 'bit') return { name: 'int' };
  if (isMoney(type)) return { name: 'money' };
  if (isFloat(type)) return { name: 'float' };
  if (type.name === 'decimal') {
    const scale = name === 'SUM' ? type.scale : Math.max(6, type.scale);
    return { name: 'decimal', precision: 38, scale };
  }
  throw sqlMessage(8117, type.name, name.toLowerCase());
}

/** Exact for whole numbers and decimals: everything is kept as one bigint of the type's scale. */
function total(type: SqlType) {
  let exact: Decimal = { unscaled: 0n, scale: 0 };
  let floating = 0;
  let rows = 0;
  const add = (value: SqlValue) => {
    if (value === null) return;
    rows++;
    if (isFloat(type)) floating += value as number;
    else exact = plus(exact, toDecimal(value));
  };
  return { add, rows: () => rows, exact: () => exact, floating: () => floating };
}

function sum(type: SqlType): Accumulator {
  const gathered = total(type);
  return {
    add: gathered.add,
    result: () => {
      if (gathered.rows() === 0) return null;
      return isFloat(type) ? gathered.floating() : fromDecimal(gathered.exact(), type);
    },
  };
}

function average(type: SqlType): Accumulator {
  const gathered = total(type);
  return {
    add: gathered.add,
    result: () => {
      const rows = gathered.rows();
      if (rows === 0) return null;
      if (isFloat(type)) return gathered.floating() / rows;
      const scale = 'scale' in type ? type.scale : isMoney(type) ? 4 : 0;
      const { unscaled } = rescale(gathered.exact(), Math.max(scale, gathered.exact().scale));
      const quotient = {
        unscaled: unscaled / BigInt(rows),
        scale: Math.max(scale, gathered.exact().scale),
      };
      return fromDecimal(rescale(quotient, scale, true), type);
    },
  };
}

function extreme(type: SqlType, direction: 1 | -1): Accumulator {
  const compare = comparison(type);
  let best: SqlValue = null;
  return {
    add: (value) => {
      if (value === null) return;
      if (best === null || compare(value, best) * direction > 0) best = value;
    },
    result: () => best,
  };
}

function distinct(inner: Accumulator, type: SqlType): Accumulator {
  const seen = new Set<string>();
  return {
    add: (value) => {
      if (value === null || seen.has(comparisonKey(value, type))) return;
      seen.add(comparisonKey(value, type));
      inner.add(value);
    },
    result: () => inner.result(),
  };
}

function toDecimal(value: Exclude<SqlValue, null>): Decimal {
  if (typeof value === 'object') return value as Decimal;
  return { unscaled: BigInt(value), scale: 0 };
}

function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { unscaled: rescale(a, scale).unscaled + rescale(b, scale).unscaled, scale };
}

function fromDecimal(value: Decimal, type: SqlType): SqlValue {
  if (type.name === 'int' || type.name === 'bigint') {
    const bits = type.name === 'int' ? 32 : 64;
    if (BigInt.asIntN(bits, value.unscaled) !== value.unscaled) {
      throw sqlMessage(8115, 'expression', type.name);
    }
    return type.name === 'int' ? Number(value.unscaled) : value.unscaled;
  }
  if (!fitsPrecision(value, 38)) throw sqlMessage(8115, 'expression', 'numeric');
  return type.name === 'decimal' ? rescale(value, type.scale) : rescale(value, 4);
}
