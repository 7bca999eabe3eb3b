import { synthesize } from '../stacks/synthesize';
import { loadSettings } from './load-settings';

/**
 * Writes what `cdktf synth` would write, into a folder of its own: every stack, or those that the named
 * feeds need. Returns the folder.
 */
export function synthesizeDefinition(outdir: string, feeds?: readonly string[]): string {
  const settings = loadSettings();
  const chosen = Object.entries(settings.feeds).filter(
    ([id]) => feeds === undefined || feeds.includes(id),
  );
  synthesize({ ...settings, feeds: Object.fromEntries(chosen) }, { outdir });
  return outdir;
}
