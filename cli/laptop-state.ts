import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { laptopStatePath } from './project-paths';
import { UserError } from './user-error';

/** What a running laptop cloud leaves beside its data, for commands in other terminals. */
const laptopState = z.object({
  endpointUrl: z.string(),
  processId: z.number(),
  /** By stack, then by the output's name. */
  outputs: z.record(z.string(), z.record(z.string(), z.unknown())),
});

export type LaptopState = z.infer<typeof laptopState>;

export function readLaptopState(directory: string): LaptopState {
  const path = laptopStatePath(directory);
  if (!existsSync(path)) {
    throw new UserError('The laptop cloud is not running. Start it with "npx tributary local".');
  }
  const state = laptopState.parse(JSON.parse(readFileSync(path, 'utf8')));
  if (!isAlive(state.processId)) {
    throw new UserError('The laptop cloud has ended. Start it again with "npx tributary local".');
  }
  return state;
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
