import { z } from 'zod';
import { parseOperator } from './match-condition';

/** A policy document, read. `name` names it in refusals and reports: `bucket policy of lake-files`. */
export interface Policy {
  name: string;
  statements: readonly Statement[];
}

export interface Statement {
  /** Identity of the statement in reports: its Sid, else `#2` (counted from 1). */
  id: string;
  effect: 'Allow' | 'Deny';
  actions: Patterns;
  /** Absent in trust policies, whose resource is the role. */
  resources?: Patterns;
  /** Absent in identity policies and boundaries, whose principal is the role they hang on. */
  principals?: Principals;
  /** All must hold. */
  conditions: readonly Condition[];
}

/** `not` stands for NotAction and NotResource. */
export interface Patterns {
  not: boolean;
  patterns: readonly string[];
}

export interface Principals {
  not: boolean;
  byType: Readonly<Record<string, readonly string[]>> | '*';
}

export interface Condition {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  operator: string;
  key: string;
  values: readonly string[];
}

const scalar = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const texts = z.union([z.string().transform((text) => [text]), z.array(z.string()).min(1)]);
const values = z.union([scalar.transform((value) => [value]), z.array(scalar).min(1)]);
const principals = z.union([
  z.literal('*'),
  z.partialRecord(z.enum(['AWS', 'Service', 'Federated', 'CanonicalUser']), texts),
]);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: principals.optional(),
  NotPrincipal: principals.optional(),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: texts.optional(),
  NotResource: texts.optional(),
  Condition: z.record(z.string(), z.record(z.string(), values)).optional(),
});

const document = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([statement.transform((only) => [only]), z.array(statement)]),
});

/**
 * Throws with the policy's name and the place for what it does not know: an element, a condition operator,
 * a policy variable. What is not evaluated would else be granted or denied in silence.
 */
export function readPolicy(name: string, json: string): Policy {
  const read = document.safeParse(parseJson(name, json));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`${name}: ${z.prettifyError(read.error)}`, { cause: issue });
  }
  return {
    name,
    statements: read.data.Statement.map((given, index) => statementOf(name, given, index)),
  };
}

function parseJson(name: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new Error(`${name}: expected JSON, got ${json.slice(0, 80)}`, { cause });
  }
}

type Given = z.output<typeof statement>;

function statementOf(policy: string, given: Given, index: number): Statement {
  const id = given.Sid !== undefined && given.Sid !== '' ? given.Sid : `#${index + 1}`;
  const place = `${policy}: statement ${id}`;
  const actions = eitherOf(place, given, 'Action');
  const resources = eitherOf(place, given, 'Resource');
  const named = eitherOf(place, given, 'Principal');
  if (actions === undefined) throw new Error(`${place}: expected Action or NotAction, got neither`);
  if (resources === undefined && named === undefined)
    throw new Error(`${place}: expected Resource, or Principal as in a trust policy, got neither`);
  return {
    id,
    effect: given.Effect,
    actions: { not: actions.not, patterns: actions.value },
    ...(resources && {
      resources: { not: resources.not, patterns: literal(place, resources.value) },
    }),
    ...(named && {
      principals: { not: named.not, byType: named.value },
    }),
    conditions: conditionsOf(place, given.Condition ?? {}),
  };
}

function eitherOf<Element extends 'Action' | 'Resource' | 'Principal'>(
  place: string,
  given: Given,
  element: Element,
): { not: boolean; value: NonNullable<Given[Element]> } | undefined {
  const is = given[element];
  const not = given[`Not${element}`] as Given[Element];
  if (is != null && not != null)
    throw new Error(`${place}: expected ${element} or Not${element}, got both`);
  if (is != null) return { not: false, value: is };
  return not == null ? undefined : { not: true, value: not };
}

function conditionsOf(place: string, given: NonNullable<Given['Condition']>): Condition[] {
  return Object.entries(given).flatMap(([operator, operands]) => {
    if (parseOperator(operator) === undefined)
      throw new Error(`${place}: the condition operator ${operator} is not evaluated here`);
    return Object.entries(operands).map(([key, texts]) => ({
      operator,
      key,
      values: literal(place, texts),
    }));
  });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
function literal(place: string, given: readonly string[]): readonly string[] {
  const variable = given.find((text) => text.includes('${'));
  if (variable === undefined) return given;
  throw new Error(`${place}: the policy variable in ${variable} is not evaluated here`);
}
