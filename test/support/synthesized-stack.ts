import type { StackDefinition } from '../../local/definition/read-definition';

/** A stack as `read-definition.ts` gives it, with what a test does not care for filled in. */
export function synthesizedStack(
  name: string,
  parts: Partial<Pick<StackDefinition, 'resource' | 'data' | 'output' | 'provider'>>,
): StackDefinition {
  return {
    name,
    directory: `/project/cdktf.out/stacks/${name}`,
    resource: {},
    data: {},
    output: {},
    provider: { aws: [{ region: 'eu-west-1' }] },
    terraform: { backend: { local: { path: `/project/terraform.${name}.tfstate` } } },
    ...parts,
  };
}
