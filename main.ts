import { SettingsError } from './settings/settings-error';
import { synthesize } from './stacks/synthesize';

/** What `cdktf synth` and `cdktf deploy` run. */
async function main(): Promise<void> {
  const { settings } = await import('./settings');
  const outdir = process.env['CDKTF_OUTDIR'];
  synthesize(settings, outdir === undefined ? {} : { outdir });
}

main().catch((error: unknown) => {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
});
