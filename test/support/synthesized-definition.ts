import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDefinition, type StackDefinition } from '../../local/definition/read-definition';
import type { Settings } from '../../settings/define-settings';
import { synthesize } from '../../stacks/synthesize';
import { FIXTURE_CONSUMERS } from './synthesized';

/**
 * The stacks that `cdktf synth` would write for some feeds, with small stand-ins for the bundles: for runs
 * whose functions are handlers in process. Only the JSON outlives the call.
 */
export function synthesizedDefinition(
  settings: Settings,
  feeds: readonly string[] = ['billing'],
): StackDefinition[] {
  const outdir = mkdtempSync(join(tmpdir(), 'tributary-whole-feed-'));
  try {
    synthesize(settings, { outdir, consumersFolder: FIXTURE_CONSUMERS, feeds });
    return readDefinition(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** A copy of the stacks in which `change` has altered one resource of the feed's stack. */
export function withChange(
  stacks: readonly StackDefinition[],
  type: string,
  change: (args: Record<string, unknown>, name: string) => void,
): StackDefinition[] {
  const copy = structuredClone([...stacks]);
  const found = copy.flatMap((stack) => Object.entries(stack.resource[type] ?? {}));
  if (found.length === 0) throw new Error(`The definition has no ${type}`);
  for (const [name, args] of found) change(args, name);
  return copy;
}
