import { spawnSync } from 'node:child_process';
import { projectPaths } from './project-paths';
import { UserError } from './user-error';

/** As main.ts ends where the settings are at fault. */
const EXIT_SETTINGS = 2;

/**
 * Writes what `cdktf synth` would write, into a folder of its own: every stack, or those that the named
 * feeds need. Returns the folder. The app runs as cdktf runs it, in a process that ends with it: what its
 * constructs take of memory does not stay with a laptop cloud that is up for days.
 */
export function synthesizeDefinition(outdir: string, feeds: readonly string[] = []): string {
  const { status, stderr, error } = spawnSync(
    process.execPath,
    ['--require', 'tsx/cjs', 'main.ts', ...feeds],
    {
      cwd: projectPaths.root,
      env: { ...process.env, CDKTF_OUTDIR: outdir },
      stdio: ['ignore', 'inherit', 'pipe'],
      encoding: 'utf8',
    },
  );
  if (error !== undefined) throw error;
  if (status === EXIT_SETTINGS) throw new UserError(stderr.trim());
  if (status !== 0) throw new Error(`main.ts does not synthesize: ${stderr}`);
  return outdir;
}
