import { ServiceError } from '../../endpoint/service-error';
import { isJsonObject, matchesCondition, validateCondition } from './filter-condition';

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const FILTER_POLICY_KEYS_MAX = 5;
const FILTER_POLICY_COMBINATIONS_MAX = 150;

/** https://docs.aws.amazon.com/general/latest/gr/sns.html: filter policies per topic and per account. */
export const FILTER_POLICIES_PER_TOPIC_MAX = 200;
export const FILTER_POLICIES_PER_ACCOUNT_MAX = 10_000;

export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

/** A message as a filter policy sees it. */
export interface Filterable {
  attributes: Record<string, { DataType: string; StringValue?: string | undefined }>;
  body: string;
}

type Policy = Record<string, unknown>;

/** Refuses what SNS would refuse when the policy is set. */
export function parseFilterPolicy(text: string, scope: FilterPolicyScope): Policy {
  const policy = parseObject(text);
  const counts: number[] = [];
  validateLevel(policy, scope, counts);
  if (counts.length > FILTER_POLICY_KEYS_MAX) {
    throw invalid(`Filter policy can not have more than ${FILTER_POLICY_KEYS_MAX} keys`);
  }
  if (counts.reduce((product, count) => product * count, 1) > FILTER_POLICY_COMBINATIONS_MAX) {
    throw invalid('Filter policy is too complex');
  }
  return policy;
}

/** True if a subscription with this policy gets the message. */
export function matchesFilterPolicy(
  policy: Policy,
  scope: FilterPolicyScope,
  message: Filterable,
): boolean {
  if (scope === 'MessageAttributes') return matchesLevel(policy, attributeValues(message));
  const body = parseBody(message.body);
  return body !== undefined && matchesLevel(policy, body);
}

function validateLevel(policy: Policy, scope: FilterPolicyScope, counts: number[]): void {
  for (const [key, rule] of Object.entries(policy)) {
    if (key === '$or' && isAlternatives(rule)) {
      for (const alternative of rule) validateLevel(alternative, scope, counts);
    } else if (Array.isArray(rule)) {
      if (rule.length === 0) throw invalid('Empty arrays are not allowed');
      for (const condition of rule as unknown[]) validateCondition(condition);
      counts.push(rule.length);
    } else if (scope === 'MessageBody' && isJsonObject(rule)) {
      validateLevel(rule, scope, counts);
    } else {
      throw invalid(`"${key}" must be an object or an array`);
    }
  }
}

function matchesLevel(policy: Policy, values: Record<string, unknown>): boolean {
  return Object.entries(policy).every(([key, rule]) => {
    if (key === '$or' && isAlternatives(rule)) {
      return rule.some((alternative) => matchesLevel(alternative, values));
    }
    const present = Object.hasOwn(values, key);
    const value = present ? values[key] : undefined;
    if (!Array.isArray(rule)) return matchesNested(rule as Policy, value);
    const candidates = Array.isArray(value) ? (value as unknown[]) : [value];
    return (rule as unknown[]).some((condition) =>
      matchesCondition(condition, candidates, present),
    );
  });
}

/** A nested rule holds for an object, or for any object of a list; a missing object has no keys. */
function matchesNested(rule: Policy, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((element) => matchesNested(rule, element));
  return matchesLevel(rule, isJsonObject(value) ? value : {});
}

/** `$or` is an operator only where it lists at least two rules; else it is a plain key. */
function isAlternatives(rule: unknown): rule is Policy[] {
  return Array.isArray(rule) && rule.length >= 2 && rule.every(isJsonObject);
}

function attributeValues(message: Filterable): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(message.attributes).map(([name, attribute]) => [
      name,
      attributeValue(attribute.DataType, attribute.StringValue),
    ]),
  );
}

function attributeValue(dataType: string, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (dataType.startsWith('Number')) return Number(text);
  if (!dataType.startsWith('String.Array')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function parseBody(body: string): Record<string, unknown> | undefined {
  try {
    const parsed = JSON.parse(body) as unknown;
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function parseObject(text: string): Policy {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw invalid('failed to parse JSON.');
  }
  if (!isJsonObject(parsed)) throw invalid('Filter policy must be a JSON object');
  return parsed;
}

function invalid(reason: string): ServiceError {
  return new ServiceError('InvalidParameter', `Invalid parameter: FilterPolicy: ${reason}`);
}
