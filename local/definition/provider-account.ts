import { z } from 'zod';
import { DefinitionError } from './definition-error';
import type { StackDefinition } from './read-definition';

/** Where a block lives: the account and region of its provider. */
export interface ProviderAccount {
  account: string;
  region: string;
}

const provider = z.object({
  region: z.string(),
  alias: z.string().optional(),
  assume_role: z.array(z.object({ role_arn: z.string() })).optional(),
});

/** `reference` is `aws` or `aws.ALIAS`; without it the stack's provider that has no alias. */
export function providerOf(
  stack: StackDefinition,
  reference: string | undefined,
  defaultAccount: string,
): ProviderAccount {
  const alias = reference?.split('.')[1];
  const found = (stack.provider['aws'] ?? []).find((candidate) => candidate['alias'] === alias);
  const parsed = provider.safeParse(found);
  if (!parsed.success) {
    throw new DefinitionError(
      `Stack ${stack.name} has no AWS provider ${alias ?? 'without an alias'} with a region.`,
    );
  }
  const roleArn = parsed.data.assume_role?.[0]?.role_arn;
  return { region: parsed.data.region, account: roleArn?.split(':')[4] ?? defaultAccount };
}
