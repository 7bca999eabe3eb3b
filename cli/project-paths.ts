import { resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');

/** Folders of the project that commands read and write. */
export const projectPaths = {
  root: ROOT,
  /** What `cdktf synth` writes, and `cdktf deploy` applies. */
  synthesized: resolve(ROOT, 'cdktf.out'),
  /** The laptop cloud of `tributary local`; survives restarts. */
  local: resolve(ROOT, '.tributary/local'),
  /** The laptop cloud of `tributary demo`; wiped at each start. */
  demo: resolve(ROOT, '.tributary/demo'),
  /** How far each `tributary replay` is. */
  replays: resolve(ROOT, '.tributary/replays'),
};

/** Where a running laptop cloud says how to reach it. */
export function laptopStatePath(directory: string): string {
  return resolve(directory, 'running.json');
}
