import { plainText } from '../types/plain-text';
import { conversion } from '../types/convert/conversion';
import type { SqlType, SqlValue } from '../types/sql-type';
import { isBinary, isNational } from '../types/type-name';
import type { Bound } from './binding';

const BYTES_MAX = 8000;
const NATIONAL_MAX = 4000;

/** Text or bytes one after the other; NULL when either is. */
export function concatenation(left: Bound, right: Bound): Bound {
  const type = concatenatedType([left, right]);
  const widest = 'length' in type ? { ...type, length: 'max' as const } : type;
  const [toLeft, toRight] = [left, right].map((operand) =>
    operand.isNull === true
      ? () => null
      : conversion({ from: operand.type, to: varying(widest, operand) }),
  );
  const cut = conversion({ from: widest, to: type });
  return {
    type,
    nullable: left.nullable || right.nullable,
    evaluate: (evaluation) => {
      const a = toLeft?.(left.evaluate(evaluation)) ?? null;
      const b = toRight?.(right.evaluate(evaluation)) ?? null;
      if (a === null || b === null) return null;
      return cut(join(a, b));
    },
  };
}

/** varchar(n) of the lengths together, up to what a row can hold. */
function concatenatedType(operands: readonly Bound[]): SqlType {
  const types = operands.filter(({ isNull }) => isNull !== true).map(({ type }) => type);
  const name = types.every(isBinary)
    ? 'varbinary'
    : types.some(isNational)
      ? 'nvarchar'
      : 'varchar';
  const lengths = types.map((type) => ('length' in type ? type.length : 1));
  if (lengths.includes('max')) return { name, length: 'max' };
  const sum = lengths.reduce<number>((total, length) => total + Number(length), 0);
  return {
    name,
    length: Math.max(1, Math.min(sum, name === 'nvarchar' ? NATIONAL_MAX : BYTES_MAX)),
  };
}

/** char and nchar keep their padding when they are joined. */
function varying(widest: SqlType, operand: Bound): SqlType {
  return widest.name === operand.type.name ? operand.type : widest;
}

function join(a: SqlValue, b: SqlValue): SqlValue {
  if (a instanceof Uint8Array && b instanceof Uint8Array)
    return new Uint8Array(Buffer.concat([a, b]));
  return plainText(a) + plainText(b);
}
