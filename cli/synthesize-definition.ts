import { synthesize } from '../stacks/synthesize';
import { loadSettings } from './load-settings';

/** Writes what `cdktf synth` would write, into a folder of its own. Returns the folder. */
export function synthesizeDefinition(outdir: string): string {
  synthesize(loadSettings(), { outdir });
  return outdir;
}
