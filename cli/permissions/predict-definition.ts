import { definedBlocks } from '../../local/definition/defined-block';
import type { ProviderAccount } from '../../local/definition/provider-account';
import type { StackDefinition } from '../../local/definition/read-definition';
import { resolveIn } from '../../local/definition/references';
import { predictedAttributes } from './predicted-attributes';

/** A block with every reference followed, before anything of it exists. */
export interface PredictedBlock extends ProviderAccount {
  /** `people-lake.aws_kms_key.key_F64E54E4`. */
  address: string;
  stack: string;
  type: string;
  attributes: Record<string, unknown>;
}

/** What the blocks will be. An attribute that only AWS can tell is its own address in angle brackets. */
export function predictDefinition(
  stacks: readonly StackDefinition[],
  defaultAccount: string,
): PredictedBlock[] {
  const blocks = definedBlocks(stacks, defaultAccount);
  const byAddress = new Map(blocks.map((block) => [block.address, block]));
  const known = new Map<string, Record<string, unknown>>();
  const attributesOf = (address: string): Record<string, unknown> => {
    const found = known.get(address);
    if (found !== undefined) return found;
    const block = byAddress.get(address);
    if (block === undefined) return toldLater(address, {});
    const given = resolveValue(block.stack, block.arguments) as Record<string, unknown>;
    const attributes = toldLater(address, { ...given, ...predictedAttributes(block, given) });
    known.set(address, attributes);
    return attributes;
  };
  const resolveValue = resolveIn(stacks, attributesOf);
  return blocks.map(({ address, stack, type, provider }) => ({
    ...{ address, stack: stack.name, type, attributes: attributesOf(address) },
    ...provider,
  }));
}

function toldLater(address: string, known: Record<string, unknown>): Record<string, unknown> {
  return new Proxy(known, {
    get: (target, name) =>
      typeof name === 'symbol' || name in target ? target[name as string] : `<${address}.${name}>`,
  });
}
