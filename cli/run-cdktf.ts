import { spawnSync } from 'node:child_process';
import { projectPaths } from './project-paths';
import { UserError } from './user-error';

/** Runs the project's own cdktf, its output on this screen. */
export function runCdktf(args: readonly string[]): void {
  const { status, error } = spawnSync('npx', ['cdktf', ...args], {
    cwd: projectPaths.root,
    stdio: 'inherit',
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
  });
  if (error !== undefined) throw new UserError(`cdktf cannot be run: ${error.message}`);
  if (status !== 0) {
    throw new UserError(
      `"cdktf ${args.join(' ')}" ended with code ${String(status)}; its output above says why. Run the same command again to go on.`,
    );
  }
}
