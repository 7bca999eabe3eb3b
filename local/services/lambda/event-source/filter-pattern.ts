import { FilterPatternError } from './filter-pattern-error';
import { compileMatcher } from './value-matcher';
import { NumberText, parseWithNumberTexts } from '../../shard-reader/number-text';

/** Whether an event, parsed by `parseWithNumberTexts`, matches. */
export type EventMatcher = (event: unknown) => boolean;

/**
 * EventBridge's pattern language as event source mappings use it: OR between the values of a field, AND
 * between fields, `$or` between groups; numbers compare by their text except under `numeric`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compilePattern(json: string): EventMatcher {
  return compileNode(parsePattern(json), '');
}

export function parsePattern(json: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = parseWithNumberTexts(json);
  } catch (cause) {
    throw new FilterPatternError(`Filter pattern is not JSON: ${json}`, { cause });
  }
  if (isRecord(parsed)) return parsed;
  throw new FilterPatternError(`Filter pattern must be an object, got ${json}`);
}

function compileNode(node: Record<string, unknown>, path: string): EventMatcher {
  const parts = Object.entries(node).map(([name, value]) =>
    name === '$or' ? compileAlternatives(value, path) : compileField(name, value, path),
  );
  if (parts.length === 0) throw new FilterPatternError(`Filter pattern is empty at "${path}"`);
  return (event) =>
    Array.isArray(event)
      ? event.some((item) => parts.every((matches) => matches(item)))
      : parts.every((matches) => matches(event));
}

function compileAlternatives(value: unknown, path: string): EventMatcher {
  if (!Array.isArray(value) || value.length < 2 || !value.every(isRecord)) {
    throw new FilterPatternError(`Filter pattern needs at least two objects in $or at "${path}"`);
  }
  const alternatives = value.map((item) => compileNode(item, path));
  return (event) => alternatives.some((matches) => matches(event));
}

function compileField(name: string, value: unknown, path: string): EventMatcher {
  const where = path === '' ? name : `${path}.${name}`;
  if (isRecord(value)) {
    const inner = compileNode(value, where);
    return (event) => inner(field(event, name));
  }
  if (!Array.isArray(value) || value.length === 0) {
    throw new FilterPatternError(
      `Filter pattern needs an object or a list of values at "${where}"`,
    );
  }
  const matchers = value.map((item: unknown) => compileMatcher(item, where));
  return (event) => {
    const found = field(event, name);
    const values: unknown[] = Array.isArray(found) ? found : [found];
    return matchers.some((matches) => values.some((item) => matches(item)));
  };
}

function field(event: unknown, name: string): unknown {
  return isRecord(event) && Object.hasOwn(event, name) ? event[name] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof NumberText)
  );
}
