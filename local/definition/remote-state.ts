import { DefinitionError } from './definition-error';
import type { StackDefinition } from './read-definition';

/**
 * Finds the stack whose state a `terraform_remote_state` reads. They are matched by what both sides
 * say of the backend (kind and configuration), as Terraform itself would, never by name.
 */
export function stackBehindRemoteState(
  stacks: readonly StackDefinition[],
  reader: StackDefinition,
  name: string,
): StackDefinition {
  const state = reader.data['terraform_remote_state']?.[name];
  const backend = String(state?.['backend']);
  const wanted = fingerprint(backend, state?.['config'] as Record<string, unknown> | undefined);
  const found = stacks.find((stack) => {
    const [kind = '', config] = Object.entries(stack.terraform.backend)[0] ?? [];
    return fingerprint(kind, config) === wanted;
  });
  if (found !== undefined) return found;
  throw new DefinitionError(
    `Stack ${reader.name} reads the state "${name}" (${wanted}), which no synthesized stack writes.`,
  );
}

function fingerprint(backend: string, config: Record<string, unknown> = {}): string {
  const identity = ['path', 'bucket', 'key', 'region', 'workspace_dir', 'prefix'];
  return [backend, ...identity.map((name) => JSON.stringify(config[name] ?? null))].join('|');
}
