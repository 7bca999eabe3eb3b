import type { CatalogColumn } from './service';

const INT_MAX = 2 ** 31 - 1;
const INT_MIN = -(2 ** 31);
/** The doubles next to the ends of a BIGINT. */
const BIGINT_BOUND = 2 ** 63;

/** Narrowest first: a column takes the widest that its numbers need. */
const NUMBERS = ['int', 'bigint', 'double'];

/** Gathers the columns of newline-delimited JSON as a crawler infers them. Names are lower case, as in Glue. */
export function jsonColumns() {
  const types = new Map<string, string | undefined>();
  return {
    /** Throws for a line that is no JSON object. */
    add: (line: string): void => {
      for (const [name, value] of Object.entries(parseObject(line))) {
        const column = name.toLowerCase();
        types.set(column, wider(types.get(column), hiveType(value)));
      }
    },
    /** A column that was never anything but null is a string. */
    columns: (): CatalogColumn[] =>
      [...types].map(([name, type]) => ({ name, type: type ?? 'string' })),
  };
}

function parseObject(line: string): object {
  const value: unknown = JSON.parse(line);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Error(`expected a JSON object a line, got ${line.slice(0, 80)}`);
}

/** Lists and objects count as strings here: Athena gives their JSON text. */
function hiveType(value: unknown): string | undefined {
  if (value === null) return undefined;
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value !== 'number') return 'string';
  if (!Number.isInteger(value) || Math.abs(value) >= BIGINT_BOUND) return 'double';
  return value >= INT_MIN && value <= INT_MAX ? 'int' : 'bigint';
}

function wider(left: string | undefined, right: string | undefined): string | undefined {
  if (left === undefined || right === undefined || left === right) return left ?? right;
  const places = [NUMBERS.indexOf(left), NUMBERS.indexOf(right)];
  return places.includes(-1) ? 'string' : NUMBERS[Math.max(...places)];
}
