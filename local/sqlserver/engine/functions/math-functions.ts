import { decimalFromNumber, decimalToNumber, fitsPrecision, rescale } from '../../types/decimal';
import { conversion } from '../../types/convert/conversion';
import type { Decimal, SqlType, SqlValue } from '../../types/sql-type';
import { isFloat, isInteger, isMoney, isCharacter } from '../../types/type-name';
import { fixedFunction } from '../scalar-functions';
import type { ScalarFunction } from '../scalar-functions';
import { sqlMessage } from '../sql-message';

const INT: SqlType = { name: 'int' };
const FLOAT: SqlType = { name: 'float' };

/** Keeps the type of its argument: small integers become int, text becomes float. */
function numericFunction(definition: {
  name: string;
  arguments?: [number, number];
  parameters?: readonly SqlType[];
  typeOf?: (type: SqlType) => SqlType;
  decimal(value: Decimal, args: SqlValue[]): Decimal;
  float(value: number, args: SqlValue[]): number;
}): ScalarFunction {
  const [argumentsMin, argumentsMax] = definition.arguments ?? [1, 1];
  return {
    schema: '',
    name: definition.name,
    argumentsMin,
    argumentsMax,
    bind: ([arg]) => {
      const source = numericType(arg?.type ?? INT, definition.name);
      const type = definition.typeOf?.(source) ?? source;
      return {
        type,
        parameters: [source, ...(definition.parameters ?? [])],
        evaluate: (args) => {
          const [value = null] = args;
          if (value === null || args.includes(null)) return null;
          if (isFloat(source)) return definition.float(value as number, args);
          const exact = definition.decimal(toDecimal(value), args);
          return fromDecimal(exact, type);
        },
      };
    },
  };
}

function numericType(type: SqlType, name: string): SqlType {
  if (type.name === 'bigint' || type.name === 'decimal') return type;
  if (isMoney(type)) return { name: 'money' };
  if (isInteger(type)) return INT;
  if (isFloat(type) || isCharacter(type)) return FLOAT;
  throw sqlMessage(8116, type.name, 1, name.toLowerCase());
}

function toDecimal(value: Exclude<SqlValue, null>): Decimal {
  return typeof value === 'object' ? (value as Decimal) : { unscaled: BigInt(value), scale: 0 };
}

function fromDecimal(value: Decimal, type: SqlType): SqlValue {
  if (type.name !== 'decimal') {
    return conversion({ from: { name: 'decimal', precision: 38, scale: value.scale }, to: type })(
      value,
    );
  }
  const scaled = rescale(value, type.scale);
  if (!fitsPrecision(scaled, type.precision)) throw sqlMessage(8115, 'expression', 'numeric');
  return scaled;
}

const wholeScale = (type: SqlType): SqlType =>
  type.name === 'decimal' ? { ...type, precision: Math.min(38, type.precision), scale: 0 } : type;

function floorDecimal(value: Decimal): Decimal {
  const whole = rescale(value, 0, true);
  const isExact = rescale(whole, value.scale).unscaled === value.unscaled;
  return isExact || value.unscaled >= 0n ? whole : { unscaled: whole.unscaled - 1n, scale: 0 };
}

function negative(value: Decimal): Decimal {
  return { ...value, unscaled: -value.unscaled };
}

function roundDecimal(value: Decimal, places: number, truncate: boolean): Decimal {
  if (places >= value.scale) return value;
  if (places >= 0) return rescale(rescale(value, places, truncate), value.scale);
  const factor = 10n ** BigInt(Math.min(-places, 60));
  const shifted = rescale({ unscaled: value.unscaled, scale: value.scale - places }, 0, truncate);
  return rescale({ unscaled: shifted.unscaled * factor, scale: 0 }, value.scale);
}

function roundFloat(value: number, places: number, truncate: boolean): number {
  const exact = decimalFromNumber(value);
  if (exact === undefined || places > 300) return value;
  return decimalToNumber(roundDecimal(rescale(exact, Math.max(exact.scale, 0)), places, truncate));
}

export const MATH_FUNCTIONS: ScalarFunction[] = [
  numericFunction({
    name: 'ABS',
    decimal: (value) => (value.unscaled < 0n ? negative(value) : value),
    float: Math.abs,
  }),
  numericFunction({
    name: 'SIGN',
    decimal: ({ unscaled, scale }) =>
      rescale({ unscaled: unscaled > 0n ? 1n : unscaled < 0n ? -1n : 0n, scale: 0 }, scale),
    float: Math.sign,
  }),
  numericFunction({ name: 'FLOOR', typeOf: wholeScale, decimal: floorDecimal, float: Math.floor }),
  numericFunction({
    name: 'CEILING',
    typeOf: wholeScale,
    decimal: (value) => negative(floorDecimal(negative(value))),
    float: Math.ceil,
  }),
  numericFunction({
    name: 'ROUND',
    arguments: [2, 3],
    parameters: [INT, INT],
    decimal: (value, [, places, cut]) =>
      roundDecimal(value, Number(places), Number(cut ?? 0) !== 0),
    float: (value, [, places, cut]) => roundFloat(value, Number(places), Number(cut ?? 0) !== 0),
  }),
  numericFunction({
    name: 'POWER',
    arguments: [2, 2],
    parameters: [FLOAT],
    decimal: (value, [, exponent]) => {
      const power = Number(exponent);
      if (Number.isInteger(power) && power >= 0 && power < 400) {
        return rescale(
          { unscaled: value.unscaled ** BigInt(power), scale: value.scale * power },
          value.scale,
        );
      }
      const result = decimalFromNumber(decimalToNumber(value) ** power);
      if (result === undefined) throw sqlMessage(8134);
      return rescale(result, value.scale);
    },
    float: (value, [, exponent]) => value ** Number(exponent),
  }),
  fixedFunction({
    name: 'SQRT',
    parameters: [FLOAT],
    type: FLOAT,
    evaluate: ([value]) => (value === null ? null : Math.sqrt(Number(value))),
  }),
];
