import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AccessRequest, Principal } from '../../local/permissions/decide';
import type { Tool } from '../support/require-tool';

export type Verdict = 'Allowed' | 'ImplicitlyDenied' | 'ExplicitlyDenied';

/** One question to an evaluator, the policies as IAM's JSON. */
export interface AccessCase {
  request: AccessRequest;
  identity: readonly object[];
  boundary?: object;
  resource?: object;
}

/** The verdict, or why the question was not taken. */
export type SimulateAccess = (asked: AccessCase) => Promise<Verdict | { refused: string }>;

/**
 * The one known difference: keys of the encryption context are dropped from requests, whatever the action takes, so
 * that policies which read them refuse. They are asked under the name of another key of the same type.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 */
const DROPPED_KEY = /kms:EncryptionContext:[\w:]+/gi;
const STAND_IN_KEY = 'aws:SourceIdentity';

interface Simulator {
  runSimulation: (simulation: object, options: object) => Promise<Answer>;
}

type Answer =
  | { resultType: 'error'; errors: object }
  | { resultType: 'single'; overallResult: Verdict; result: { ignoredContextKeys: string[] } }
  | { resultType: 'wildcard' };

/** Under the AGPL, so it is found in this folder's own manifest and nowhere in the product. */
export function findSimulator(): Tool<SimulateAccess> {
  const name = '@cloud-copilot/iam-simulate';
  if (!existsSync(join(__dirname, 'node_modules', name)))
    return { missing: `${name} (.ci/install-peers installs it)` };
  const { runSimulation } = createRequire(__filename)(name) as Simulator;
  return {
    found: async (asked) => verdictOf(await runSimulation(takenForm(simulationOf(asked)), {})),
  };
}

function simulationOf({ request, identity, boundary, resource }: AccessCase): object {
  const { principal, action, context } = request;
  return {
    request: {
      principal: principalText(principal),
      action,
      resource: { resource: request.resource, accountId: request.resourceAccount },
      contextVariables: Object.fromEntries(
        Object.entries(context).map(([key, values]) => [
          key,
          values.length === 1 ? values[0] : values,
        ]),
      ),
    },
    identityPolicies: identity.map((policy, index) => ({ name: `identity ${index}`, policy })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(boundary && { permissionBoundaryPolicies: [{ name: 'boundary', policy: boundary }] }),
    ...(resource && { resourcePolicy: resource }),
  };
}

function takenForm(simulation: object): object {
  return JSON.parse(JSON.stringify(simulation).replaceAll(DROPPED_KEY, STAND_IN_KEY)) as object;
}

function principalText(principal: Principal): string {
  if (principal.kind === 'service') return principal.service;
  return principal.kind === 'role' ? principal.sessionArn : principal.arn;
}

function verdictOf(answer: Answer): Verdict | { refused: string } {
  if (answer.resultType === 'error') return { refused: JSON.stringify(answer.errors) };
  if (answer.resultType === 'wildcard') return { refused: 'the resource of the request has a *' };
  const ignored = answer.result.ignoredContextKeys;
  if (ignored.length > 0) return { refused: `ignores ${ignored.join(', ')}` };
  return answer.overallResult;
}
