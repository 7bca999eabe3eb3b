import { z } from 'zod';
import { type Block, type ResourceAdapter, resourceAdapter } from '../resource-adapter';

/** A resource type that the laptop need not run. */
export interface InertType {
  type: string;
  reason: string;
  /** What others refer to beyond the arguments; `id` and `arn` among them. */
  attributes: (block: Block) => Record<string, unknown>;
}

/** An adapter for which every argument is inert, for one reason. */
export function inertResource(inert: InertType): ResourceAdapter {
  return resourceAdapter({
    type: inert.type,
    honours: z.unknown(),
    inert: { '*': inert.reason },
    start: (_args, block) => ({
      attributes: { ...block.arguments, ...inert.attributes(block) },
    }),
  });
}

/** An argument as text; empty where it is missing. */
export function textArgument(block: Block, name: string): string {
  const value = block.arguments[name];
  return typeof value === 'string' ? value : '';
}
