import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import { repeatedBlock } from '../terraform-block';

const principals = repeatedBlock(
  z.strictObject({ type: z.string(), identifiers: z.array(z.string()) }),
);

const statement = z.strictObject({
  sid: z.string().optional(),
  effect: z.enum(['Allow', 'Deny']).optional(),
  actions: z.array(z.string()).optional(),
  not_actions: z.array(z.string()).optional(),
  resources: z.array(z.string()).optional(),
  not_resources: z.array(z.string()).optional(),
  principals,
  not_principals: principals,
  condition: repeatedBlock(
    z.strictObject({ test: z.string(), variable: z.string(), values: z.array(z.string()) }),
  ),
});

type Statement = z.output<typeof statement>;
interface Document {
  Version?: string;
  Id?: string;
  Statement: { Sid?: string }[];
}

/** Evaluates `data.aws_iam_policy_document` to JSON, as the provider does. */
export function policyDocumentData(): ResourceAdapter {
  return resourceAdapter({
    type: 'data.aws_iam_policy_document',
    honours: z.strictObject({
      version: z.string().optional(),
      policy_id: z.string().optional(),
      statement: repeatedBlock(statement),
      source_policy_documents: z.array(z.string()).optional(),
      override_policy_documents: z.array(z.string()).optional(),
    }),
    start: (args, block) => {
      const sources = (args.source_policy_documents ?? []).flatMap(statementsOf);
      const overrides = (args.override_policy_documents ?? []).flatMap(statementsOf);
      const document: Document = {
        Version: args.version ?? '2012-10-17',
        ...(args.policy_id === undefined ? {} : { Id: args.policy_id }),
        Statement: overridden([...sources, ...args.statement.map(render)], overrides),
      };
      return {
        attributes: {
          ...block.arguments,
          id: block.address,
          json: JSON.stringify(document, null, 2),
          minified_json: JSON.stringify(document),
        },
      };
    },
  });
}

/** A statement of an overriding document takes the place of the one with its Sid. */
function overridden(statements: { Sid?: string }[], overrides: { Sid?: string }[]) {
  const replaces = (sid: string | undefined) =>
    sid === undefined ? undefined : overrides.find((each) => each.Sid === sid);
  const sids = new Set(statements.map((each) => each.Sid));
  const added = overrides.filter((each) => each.Sid === undefined || !sids.has(each.Sid));
  return [...statements.map((each) => replaces(each.Sid) ?? each), ...added];
}

function statementsOf(json: string): { Sid?: string }[] {
  if (json === '') return [];
  const { Statement } = JSON.parse(json) as { Statement: { Sid?: string } | { Sid?: string }[] };
  return Array.isArray(Statement) ? Statement : [Statement];
}

function render(given: Statement): { Sid?: string } {
  return {
    ...(given.sid === undefined || given.sid === '' ? {} : { Sid: given.sid }),
    ...{ Effect: given.effect ?? 'Allow' },
    ...listed('Action', given.actions),
    ...listed('NotAction', given.not_actions),
    ...listed('Resource', given.resources),
    ...listed('NotResource', given.not_resources),
    ...principalsOf('Principal', given.principals),
    ...principalsOf('NotPrincipal', given.not_principals),
    ...conditionOf(given.condition),
  };
}

function listed(name: string, values: string[] | undefined): object {
  if (values === undefined || values.length === 0) return {};
  return { [name]: values.length === 1 ? values[0] : values };
}

function principalsOf(name: string, given: Statement['principals']): object {
  if (given.length === 0) return {};
  if (given.some(({ type, identifiers }) => type === '*' && identifiers.includes('*'))) {
    return { [name]: '*' };
  }
  const byType: Record<string, string[]> = {};
  for (const { type, identifiers } of given) (byType[type] ??= []).push(...identifiers);
  return { [name]: Object.fromEntries(Object.entries(byType).map(single)) };
}

function conditionOf(given: Statement['condition']): object {
  if (given.length === 0) return {};
  const byTest: Record<string, Record<string, string | string[] | undefined>> = {};
  for (const { test, variable, values } of given) {
    (byTest[test] ??= {})[variable] = values.length === 1 ? values[0] : values;
  }
  return { Condition: byTest };
}

function single([name, values]: [string, string[]]): [string, string | string[] | undefined] {
  return [name, values.length === 1 ? values[0] : values];
}
