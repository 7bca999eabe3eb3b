import { join } from 'node:path';
import { DefinitionError } from './definition-error';
import { providerOf, type ProviderAccount } from './provider-account';
import type { StackDefinition } from './read-definition';
import { addressesNeeded } from './references';

/** One resource or data source, its references still templates. */
export interface DefinedBlock {
  /** `billing.aws_kinesis_stream.changes`; a data source has `data.` after its stack. */
  address: string;
  stack: StackDefinition;
  /** The adapter's type: data sources start with `data.`. */
  type: string;
  arguments: Record<string, unknown>;
  provider: ProviderAccount;
  /** Addresses that must have started before. */
  needs: string[];
}

const META_ARGUMENTS = new Set(['//', 'depends_on', 'provider', 'lifecycle']);
const REFUSED_ARGUMENTS = ['count', 'for_each', 'dynamic', 'provisioner', 'connection'];

/** Every block of the definition but the remote states, which are resolved as references. */
export function definedBlocks(
  stacks: readonly StackDefinition[],
  defaultAccount: string,
): DefinedBlock[] {
  return stacks.flatMap((stack) =>
    [
      ...named('', stack.resource),
      ...named('data.', stack.data).filter(({ type }) => type !== 'data.terraform_remote_state'),
    ].map(({ type, name, body }) => {
      const address = `${stack.name}.${type}.${name}`;
      refuseMetaArguments(address, body);
      return {
        address,
        stack,
        type,
        arguments: argumentsOf(stack, body),
        provider: providerOf(stack, body['provider'] as string | undefined, defaultAccount),
        needs: [
          ...addressesNeeded(stacks, stack, { ...body, '//': undefined, lifecycle: undefined }),
          ...((body['depends_on'] ?? []) as string[]).map((path) => `${stack.name}.${path}`),
        ],
      };
    }),
  );
}

function named(prefix: string, section: StackDefinition['resource']) {
  return Object.entries(section).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([name, body]) => ({ type: prefix + type, name, body })),
  );
}

function refuseMetaArguments(address: string, body: Record<string, unknown>): void {
  const refused = REFUSED_ARGUMENTS.find((name) => name in body);
  if (refused === undefined) return;
  throw new DefinitionError(`${address}: the laptop does not run blocks with "${refused}".`);
}

/** Asset paths become absolute: Terraform reads them from the stack's own folder. */
function argumentsOf(
  stack: StackDefinition,
  body: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body)
      .filter(([name]) => !META_ARGUMENTS.has(name))
      .map(([name, value]) => [
        name,
        typeof value === 'string' && value.startsWith('assets/')
          ? join(stack.directory, value)
          : value,
      ]),
  );
}
