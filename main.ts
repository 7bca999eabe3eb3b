import { join } from 'node:path';
import type * as SettingsFile from './settings';
import { SettingsError } from './settings/settings-error';
import { bundleAhead } from './stacks/constructs/bundle';
import type * as Synthesize from './stacks/synthesize';

/** What `cdktf synth` and `cdktf deploy` run. With arguments, only the stacks that the feeds so named need. */
async function main(feeds: readonly string[]): Promise<void> {
  const bundled = bundleAhead(join(__dirname, 'consumers'));
  // Loaded while esbuild works: a third of the time until the definition is there.
  /* eslint-disable @typescript-eslint/no-require-imports */
  const { settings } = require('./settings') as typeof SettingsFile;
  const { synthesize } = require('./stacks/synthesize') as typeof Synthesize;
  /* eslint-enable @typescript-eslint/no-require-imports */
  await bundled;
  // cdktf takes a stack trace for each token; to map them all to the sources costs a tenth of the time.
  process.setSourceMapsEnabled(false);
  synthesize(settings, feeds.length > 0 ? { feeds } : {});
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.setSourceMapsEnabled(true);
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
});
