import { SettingsError } from './settings/settings-error';
import { synthesize } from './stacks/synthesize';

/** What `cdktf synth` and `cdktf deploy` run. */
async function main(): Promise<void> {
  const { settings } = await import('./settings');
  synthesize(settings);
}

main().catch((error: unknown) => {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
});
