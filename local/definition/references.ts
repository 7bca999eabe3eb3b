import { DefinitionError } from './definition-error';
import { referencesIn, resolveReferences, valueAt, type AttributePath } from './expression';
import type { StackDefinition } from './read-definition';
import { stackBehindRemoteState } from './remote-state';

/** `${stack}.${type}.${name}`: the block that a path of that stack leads into. */
function blockAddress(stack: StackDefinition, path: AttributePath): string {
  return [stack.name, ...path.slice(0, stepsOfAddress(path))].join('.');
}

function stepsOfAddress(path: AttributePath): number {
  return path[0] === 'data' ? 3 : 2;
}

function isRemoteState(path: AttributePath): boolean {
  return path[0] === 'data' && path[1] === 'terraform_remote_state';
}

function remoteOutput(
  stacks: readonly StackDefinition[],
  stack: StackDefinition,
  path: AttributePath,
): { stack: StackDefinition; value: unknown } {
  const [, , state = '', , output = ''] = path;
  const writer = stackBehindRemoteState(stacks, stack, String(state));
  const found = writer.output[String(output)];
  if (found !== undefined) return { stack: writer, value: found.value };
  throw new DefinitionError(
    `Stack ${stack.name} reads output "${output}", which ${writer.name} does not have.`,
  );
}

/** The blocks that a value refers to, in its own stack and, through remote states, in others. */
export function addressesNeeded(
  stacks: readonly StackDefinition[],
  stack: StackDefinition,
  value: unknown,
): string[] {
  return referencesIn(value).flatMap((path) => {
    if (path[0] === 'terraform' || path[0] === 'path') return [];
    if (!isRemoteState(path)) return [blockAddress(stack, path)];
    const remote = remoteOutput(stacks, stack, path);
    return addressesNeeded(stacks, remote.stack, remote.value);
  });
}

/** Resolves a value of a stack against the attributes of blocks that have started. */
export function resolveIn(
  stacks: readonly StackDefinition[],
  attributesOf: (address: string) => Record<string, unknown>,
): (stack: StackDefinition, value: unknown) => unknown {
  const resolveValue = (stack: StackDefinition, value: unknown): unknown =>
    resolveReferences(value, (path) => {
      if (path.join('.') === 'terraform.workspace') return 'default';
      if (isRemoteState(path)) {
        const remote = remoteOutput(stacks, stack, path);
        return valueAt(
          resolveValue(remote.stack, remote.value),
          path.slice(5),
          `output ${path[4] ?? ''} of stack ${remote.stack.name}`,
        );
      }
      const address = blockAddress(stack, path);
      return valueAt(attributesOf(address), path.slice(stepsOfAddress(path)), address);
    });
  return resolveValue;
}
