import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../user-error';
import { writeWhole } from '../write-whole';

const replayState = z.object({
  id: z.string(),
  target: z.enum(['laptop', 'aws']),
  feed: z.string(),
  into: z.enum(['stream', 'consumer']),
  sendAlerts: z.boolean(),
  selection: z.object({
    table: z.string().optional(),
    keys: z.array(z.string()).optional(),
    from: z.string().optional(),
    to: z.string().optional(),
    arrivedBefore: z.string(),
  }),
  total: z.number(),
  /** Sent or left out. */
  done: z.number(),
  leftOut: z.number(),
  /** Of the last change that was acknowledged or left out. */
  place: z.string().optional(),
  finished: z.boolean(),
});

/** How far a replay is; a file that is written after each batch was acknowledged. */
export type ReplayState = z.infer<typeof replayState>;

/** A crash between a batch and its state sends the batch again, which every reader takes as once. */
export function saveReplay(folder: string, state: ReplayState): void {
  mkdirSync(folder, { recursive: true });
  writeWhole(pathOf(folder, state.id), JSON.stringify(state, null, 2));
}

export function readReplay(folder: string, id: string): ReplayState {
  const path = pathOf(folder, id);
  if (!/^[\w-]+$/.test(id) || !existsSync(path)) {
    throw new UserError(`There is no replay "${id}" in ${folder}.`);
  }
  return replayState.parse(JSON.parse(readFileSync(path, 'utf8')));
}

function pathOf(folder: string, id: string): string {
  return join(folder, `${id}.json`);
}
