import type { z } from 'zod';
import { INERT_EVERYWHERE, type ResourceAdapter } from '../services/resource-adapter';
import { DefinitionError } from './definition-error';

/**
 * Gives the adapter the arguments it honours, parsed. Throws for an argument that it neither honours
 * nor lists as inert: nothing is ignored in silence.
 */
export function matchArguments(
  adapter: ResourceAdapter,
  address: string,
  given: Record<string, unknown>,
): unknown {
  const inert = [...Object.keys(INERT_EVERYWHERE), ...Object.keys(adapter.inert)];
  const honoured = inert.includes('*')
    ? {}
    : inert.reduce<unknown>((value, path) => without(value, path.split('.')), given);
  const parsed = adapter.honours.safeParse(honoured);
  if (parsed.success) return parsed.data;
  throw new DefinitionError(parsed.error.issues.map((issue) => explain(address, issue)).join('\n'));
}

function without(value: unknown, [step, ...rest]: string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, [step ?? '', ...rest]));
  if (value === null || typeof value !== 'object' || step === undefined) return value;
  const entries = Object.entries(value);
  if (rest.length === 0) return Object.fromEntries(entries.filter(([name]) => name !== step));
  return Object.fromEntries(
    entries.map(([name, item]) => [name, name === step ? without(item, rest) : (item as unknown)]),
  );
}

function explain(address: string, issue: z.core.$ZodIssue): string {
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => [...issue.path.map(String), key].join('.'));
    return `${address}: the laptop does not know the argument ${names.join(', ')}. An adapter must honour it or list it as inert.`;
  }
  return `${address}: ${where === '' ? 'arguments' : where}: ${issue.message}`;
}
