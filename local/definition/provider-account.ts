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
  allowed_account_ids: z.array(z.string()).optional(),
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
  return placeOf(parsed.data, defaultAccount);
}

/** The account of the role, else the one that Terraform would let the caller have. */
function placeOf(
  { region, assume_role, allowed_account_ids }: z.output<typeof provider>,
  defaultAccount: string,
): ProviderAccount {
  const [allowed] = allowed_account_ids?.length === 1 ? allowed_account_ids : [];
  const account = assume_role?.[0]?.role_arn.split(':')[4] ?? allowed ?? defaultAccount;
  return { region, account };
}

/**
 * The accounts that the providers of the definition act in, each once, in the region of its first
 * provider. The default account comes first, with or without a provider: the operator is there.
 */
export function accountsOf(
  stacks: readonly StackDefinition[],
  defaultPlace: ProviderAccount,
): ProviderAccount[] {
  const places = new Map([[defaultPlace.account, defaultPlace]]);
  for (const given of stacks.flatMap((stack) => stack.provider['aws'] ?? [])) {
    const parsed = provider.safeParse(given);
    if (!parsed.success) continue;
    const place = placeOf(parsed.data, defaultPlace.account);
    if (!places.has(place.account)) places.set(place.account, place);
  }
  return [...places.values()];
}
