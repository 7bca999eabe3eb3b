import { synthesize } from '../stacks/synthesize';
import { loadSettings } from './load-settings';

/**
 * Writes what `cdktf synth` would write, into a folder of its own: every stack, or those that the named
 * feeds need. Returns the folder.
 */
export function synthesizeDefinition(outdir: string, feeds?: readonly string[]): string {
  synthesize(loadSettings(), { outdir, ...(feeds !== undefined && { feeds }) });
  return outdir;
}
