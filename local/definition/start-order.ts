import { DefinitionError } from './definition-error';
import type { DefinedBlock } from './defined-block';

/** Orders blocks so that each stands after all that it needs; throws naming the blocks of a cycle. */
export function startOrder(blocks: readonly DefinedBlock[]): DefinedBlock[] {
  const byAddress = new Map(blocks.map((block) => [block.address, block]));
  const ordered: DefinedBlock[] = [];
  const state = new Map<string, 'open' | 'done'>();

  const visit = (block: DefinedBlock, trail: string[]): void => {
    if (state.get(block.address) === 'done') return;
    const here = [...trail, block.address];
    if (state.get(block.address) === 'open') {
      throw new DefinitionError(`Blocks need one another in a circle: ${here.join(' → ')}.`);
    }
    state.set(block.address, 'open');
    for (const needed of block.needs) {
      const found = byAddress.get(needed);
      if (found === undefined) {
        throw new DefinitionError(`${block.address} refers to ${needed}, which is not defined.`);
      }
      visit(found, here);
    }
    state.set(block.address, 'done');
    ordered.push(block);
  };

  for (const block of blocks) visit(block, []);
  return ordered;
}
