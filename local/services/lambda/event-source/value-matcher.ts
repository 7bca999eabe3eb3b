import { FilterPatternError } from './filter-pattern-error';
import { NumberText } from '../../shard-reader/number-text';

/** Judges one value of a field; `undefined` is a field that is absent. */
export type ValueMatcher = (value: unknown) => boolean;

type Compile = (operand: unknown, where: string) => ValueMatcher;

const OPERATORS: Readonly<Record<string, Compile>> = {
  prefix: text((value, operand) => value.startsWith(operand)),
  suffix: text((value, operand) => value.endsWith(operand)),
  'equals-ignore-case': text((value, operand) => value.toLowerCase() === operand.toLowerCase()),
  wildcard: compileWildcard,
  exists: compileExists,
  numeric: compileNumeric,
  'anything-but': compileAnythingBut,
};

/** One item of a field's list: a literal, or an object with one operator. */
export function compileMatcher(item: unknown, where: string): ValueMatcher {
  if (isLiteral(item)) return (value) => sameLiteral(value, item);
  const [entry, ...more] = Object.entries(item as Record<string, unknown>);
  const compile = entry === undefined ? undefined : OPERATORS[entry[0]];
  if (entry !== undefined && compile !== undefined && more.length === 0) {
    return compile(entry[1], where);
  }
  throw new FilterPatternError(
    `Unrecognized match type ${entry?.[0] ?? '(none)'} in the filter pattern at "${where}"`,
  );
}

/** `prefix` and `suffix` also take `{ "equals-ignore-case": … }`. */
function text(holds: (value: string, operand: string) => boolean): Compile {
  return (operand, where) => {
    if (typeof operand === 'string') {
      return (value) => typeof value === 'string' && holds(value, operand);
    }
    const folded = (operand as Record<string, unknown> | null)?.['equals-ignore-case'];
    if (typeof folded !== 'string') {
      throw new FilterPatternError(`Filter pattern needs a string at "${where}"`);
    }
    return (value) => typeof value === 'string' && holds(value.toLowerCase(), folded.toLowerCase());
  };
}

function compileWildcard(operand: unknown, where: string): ValueMatcher {
  if (typeof operand !== 'string' || operand.includes('**')) {
    throw new FilterPatternError(`Filter pattern needs a wildcard without ** at "${where}"`);
  }
  const source = operand.replace(/\\([\\*])|([\\^$.*+?()[\]{}|])/g, (_all, escaped, special) => {
    if (escaped !== undefined) return `\\${escaped as string}`;
    return special === '*' ? '.*' : `\\${special as string}`;
  });
  const expression = new RegExp(`^${source}$`, 's');
  return (value) => typeof value === 'string' && expression.test(value);
}

function compileExists(operand: unknown, where: string): ValueMatcher {
  if (typeof operand !== 'boolean') {
    throw new FilterPatternError(`Filter pattern needs true or false for exists at "${where}"`);
  }
  const isLeaf = (value: unknown) => value !== undefined && isLiteral(value);
  return (value) => isLeaf(value) === operand;
}

function compileNumeric(operand: unknown, where: string): ValueMatcher {
  const COMPARE: Record<string, (a: number, b: number) => boolean> = {
    '=': (a, b) => a === b,
    '<': (a, b) => a < b,
    '<=': (a, b) => a <= b,
    '>': (a, b) => a > b,
    '>=': (a, b) => a >= b,
  };
  const terms: unknown[] = Array.isArray(operand) ? operand : [];
  const conditions: [(a: number, b: number) => boolean, number][] = [];
  for (let at = 0; at < terms.length; at += 2) {
    const compare = COMPARE[terms[at] as string];
    const bound = terms[at + 1];
    if (compare === undefined || !(bound instanceof NumberText)) break;
    conditions.push([compare, Number(bound.text)]);
  }
  if (conditions.length === 0 || conditions.length * 2 !== terms.length || terms.length > 4) {
    throw new FilterPatternError(`Filter pattern needs one or two comparisons at "${where}"`);
  }
  return (value) =>
    value instanceof NumberText &&
    conditions.every(([compare, bound]) => compare(Number(value.text), bound));
}

function compileAnythingBut(operand: unknown, where: string): ValueMatcher {
  const items: unknown[] = Array.isArray(operand) ? operand : [operand];
  const excluded = items.flatMap((item) => compileExcluded(item, where));
  if (excluded.length === 0) {
    throw new FilterPatternError(`Filter pattern needs a value for anything-but at "${where}"`);
  }
  return (value) =>
    value !== undefined && isLiteral(value) && !excluded.some((matches) => matches(value));
}

/** `{ "prefix": ["a", "b"] }` excludes either. */
function compileExcluded(item: unknown, where: string): ValueMatcher[] {
  if (isLiteral(item)) return [compileMatcher(item, where)];
  const [name = '', operand] = Object.entries(item as Record<string, unknown>)[0] ?? [];
  if (!['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(name)) {
    throw new FilterPatternError(`Unrecognized match type anything-but ${name} at "${where}"`);
  }
  const operands: unknown[] = Array.isArray(operand) ? operand : [operand];
  return operands.map((one) => compileMatcher({ [name]: one }, where));
}

function isLiteral(value: unknown): boolean {
  return value === null || value instanceof NumberText || typeof value !== 'object';
}

function sameLiteral(value: unknown, literal: unknown): boolean {
  if (literal instanceof NumberText) {
    return value instanceof NumberText && value.text === literal.text;
  }
  return value === literal;
}
