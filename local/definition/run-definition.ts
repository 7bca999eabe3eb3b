import type { Block, ResourceAdapter, Running } from '../services/resource-adapter';
import { definedBlocks, type DefinedBlock } from './defined-block';
import { DefinitionError } from './definition-error';
import { matchArguments } from './match-arguments';
import type { StackDefinition } from './read-definition';
import { resolveIn } from './references';
import { startOrder } from './start-order';

/** A definition that runs. */
export interface RunningDefinition {
  /** The outputs of a stack, resolved: what `cdktf output` would print. */
  outputs(stack: string): Record<string, unknown>;
  /** Stops what was started, last first. */
  stop(): Promise<void>;
}

/**
 * Starts each block of the stacks through the adapter of its type, in dependency order. Before
 * anything starts, every block without an adapter is reported, all in one error.
 */
export async function runDefinition(definition: {
  stacks: readonly StackDefinition[];
  /** What runs the blocks of an account. */
  adapters: (account: string) => readonly ResourceAdapter[];
  /** Of blocks whose provider assumes no role. */
  account: string;
}): Promise<RunningDefinition> {
  const { stacks } = definition;
  const adapterOf = adapterFinder(definition.adapters);
  const blocks = startOrder(definedBlocks(stacks, definition.account));
  const started = new Map<string, Running>();
  const resolveValue = resolveIn(stacks, (address) => started.get(address)?.attributes ?? {});
  const stop = () => stopAll([...started.values()]);

  refuseUnknownTypes(blocks, adapterOf);
  try {
    for (const block of blocks) {
      const given = resolveValue(block.stack, block.arguments) as Record<string, unknown>;
      started.set(block.address, await start(adapterOf, block, given));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop, outputs: (stack) => outputsOf(stacks, stack, resolveValue) };
}

type AdapterOf = (block: DefinedBlock) => ResourceAdapter | undefined;

function adapterFinder(adapters: (account: string) => readonly ResourceAdapter[]): AdapterOf {
  const byAccount = new Map<string, ReadonlyMap<string, ResourceAdapter>>();
  return ({ type, provider: { account } }) => {
    const byType = byAccount.get(account) ?? adaptersByType(adapters(account));
    byAccount.set(account, byType);
    return byType.get(type);
  };
}

/** Of two adapters of one type one would never run. */
function adaptersByType(
  adapters: readonly ResourceAdapter[],
): ReadonlyMap<string, ResourceAdapter> {
  const byType = new Map<string, ResourceAdapter>();
  for (const adapter of adapters) {
    if (byType.has(adapter.type)) throw new Error(`${adapter.type} has two adapters`);
    byType.set(adapter.type, adapter);
  }
  return byType;
}

function refuseUnknownTypes(blocks: readonly DefinedBlock[], adapterOf: AdapterOf): void {
  const unknown = blocks.filter((block) => adapterOf(block) === undefined);
  if (unknown.length === 0) return;
  throw new DefinitionError(
    unknown
      .map(({ address, type }) => `${address}: the laptop cloud does not run ${type}.`)
      .join('\n'),
  );
}

async function start(
  adapterOf: AdapterOf,
  block: DefinedBlock,
  given: Record<string, unknown>,
): Promise<Running> {
  const adapter = adapterOf(block);
  if (adapter === undefined) throw new DefinitionError(`No adapter runs ${block.address}.`);
  const resolved: Block = {
    address: block.address,
    stack: block.stack.name,
    ...block.provider,
    arguments: given,
  };
  const honoured = matchArguments(adapter, block.address, given);
  const running = await adapter.start(honoured as never, resolved);
  return { ...running, attributes: { ...given, ...running.attributes } };
}

function outputsOf(
  stacks: readonly StackDefinition[],
  name: string,
  resolveValue: (stack: StackDefinition, value: unknown) => unknown,
): Record<string, unknown> {
  const stack = stacks.find((candidate) => candidate.name === name);
  if (stack === undefined) {
    const known = stacks.map((candidate) => candidate.name).join(', ');
    throw new DefinitionError(`There is no stack "${name}"; the definition has ${known}.`);
  }
  return Object.fromEntries(
    Object.entries(stack.output).map(([output, { value }]) => [output, resolveValue(stack, value)]),
  );
}

async function stopAll(running: Running[]): Promise<void> {
  for (const { stop } of running.reverse()) await stop?.();
}
