import { WILDCARDS } from './wildcards';

export interface Statement {
  sid: string;
  effect?: 'Allow' | 'Deny';
  actions: readonly string[];
  resources: readonly string[];
  /** By kind (`Service`, `AWS`), in policies of resources and roles. */
  principals?: Readonly<Record<string, readonly string[]>>;
  conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** IAM's JSON. Throws for a bare `*` whose statement id has no reason in `wildcards.ts`. */
export function policyDocument(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements.map(statementOf) });
}

function statementOf(statement: Statement): object {
  const { sid, effect = 'Allow', actions, resources, principals, conditions } = statement;
  if (isWild(statement) && WILDCARDS[sid] === undefined)
    throw new Error(`statement ${sid} names *: spell it out, or give the reason in wildcards.ts`);
  return {
    Sid: sid,
    Effect: effect,
    ...(principals !== undefined && { Principal: principals }),
    Action: actions,
    ...(resources.length > 0 && { Resource: resources }),
    ...(conditions !== undefined && { Condition: conditions }),
  };
}

function isWild({ actions, resources }: Statement): boolean {
  return resources.includes('*') || actions.some((action) => action.endsWith('*'));
}

/** Who may assume a role. `resources` stays empty: a trust policy names none. */
export function trustPolicy(
  services: readonly string[],
  conditions?: Statement['conditions'],
): string {
  return policyDocument([
    {
      sid: 'AssumeRole',
      actions: ['sts:AssumeRole'],
      resources: [],
      principals: { Service: services },
      ...(conditions !== undefined && { conditions }),
    },
  ]);
}
