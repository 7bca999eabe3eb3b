import { matchesArn, matchesPattern } from './match-pattern';
import type { Condition } from './policy';

/** Values by lower-case key: `aws:sourcearn`, `kms:encryptioncontext:aws:s3:arn`. */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

type Matches = (wanted: string, given: string) => boolean;

/**
 * The operators that policies of this project use, each with its negation. Others are refused when a policy is read.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const MATCHES: Readonly<Record<string, Matches>> = {
  StringEquals: (wanted, given) => wanted === given,
  StringLike: matchesPattern,
  // Both take wildcards: "The ArnEquals and ArnLike condition operators behave identically."
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
};

const NEGATIONS: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

export interface Operator {
  kind: 'match' | 'null';
  matches: Matches;
  negated: boolean;
  /** An absent key passes. */
  ifExists: boolean;
  set: 'all' | 'any' | undefined;
}

/**
 * Undefined for what is not evaluated here, `ForAnyValue:…IfExists` among it: for an absent key AWS's page on
 * IfExists says true, its page on ForAnyValue false.
 */
export function parseOperator(text: string): Operator | undefined {
  if (text === 'Null')
    return { kind: 'null', matches: () => false, negated: false, ifExists: false, set: undefined };
  const [, quantifier, name = ''] = /^(?:(ForAllValues|ForAnyValue):)?(\w+)$/.exec(text) ?? [];
  const base = name.replace(/IfExists$/, '');
  const matches = MATCHES[NEGATIONS[base] ?? base];
  if (matches === undefined) return undefined;
  const set = quantifier === undefined ? undefined : quantifier === 'ForAllValues' ? 'all' : 'any';
  const ifExists = base !== name;
  if (set === 'any' && ifExists) return undefined;
  return { kind: 'match', matches, negated: base in NEGATIONS, ifExists, set };
}

/**
 * A negated operator passes for an absent key, any other fails; of the set operators ForAllValues passes for
 * it and ForAnyValue fails.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function conditionHolds(condition: Condition, context: RequestContext): boolean {
  const operator = parseOperator(condition.operator);
  if (operator === undefined)
    throw new Error(`The condition operator ${condition.operator} is not evaluated here`);
  const given = context[condition.key.toLowerCase()] ?? [];
  if (operator.kind === 'null') return condition.values.includes(String(given.length === 0));
  if (given.length === 0) return passesAbsent(operator);
  const passes = (value: string) =>
    condition.values.some((wanted) => operator.matches(wanted, value)) !== operator.negated;
  return operator.set === 'any' ? given.some(passes) : given.every(passes);
}

function passesAbsent({ ifExists, negated, set }: Operator): boolean {
  if (ifExists || set === 'all') return true;
  return set === undefined && negated;
}
