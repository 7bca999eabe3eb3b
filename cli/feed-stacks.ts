import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { lakeStack } from './resolve-target';
import { synthesizeDefinition } from './synthesize-definition';

const manifest = z.object({ stacks: z.record(z.string(), z.unknown()) });

/** The stacks that feeds need, by what they are for. */
export interface FeedStacks {
  /** One a feed whose source these settings deploy. */
  feeds: string[];
  /** Of lakes in accounts of their own. */
  lakes: string[];
  /** Of networks that one feed alone stands in. */
  networks: string[];
  /** What the feeds of an account stand on together: network, lake. */
  shared: string[];
}

/** Asks the synthesized definition itself, so that no list of stacks stands beside it. */
export function stacksOf(feeds: readonly string[]): FeedStacks {
  const directory = mkdtempSync(join(tmpdir(), 'tributary-stacks-'));
  try {
    synthesizeDefinition(directory, feeds);
    const text = readFileSync(join(directory, 'manifest.json'), 'utf8');
    const names = Object.keys(manifest.parse(JSON.parse(text)).stacks);
    const lakes = feeds.map(lakeStack);
    // The id of a feed has no hyphen, so its own stacks are told by the one behind it.
    const own = names.filter((name) => feeds.includes(name.split('-')[0] ?? ''));
    return {
      feeds: own.filter((name) => feeds.includes(name)),
      lakes: own.filter((name) => lakes.includes(name)),
      networks: own.filter((name) => !feeds.includes(name) && !lakes.includes(name)),
      shared: names.filter((name) => !own.includes(name)),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
