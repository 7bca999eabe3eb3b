import type { Settings } from '../settings/define-settings';

let loaded: Settings | undefined;

/**
 * Reads settings.ts when a command first needs it, so that `--help` works with broken settings.
 * Throws SettingsError naming every problem.
 */
export function loadSettings(): Settings {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would run before the command is known
  loaded ??= (require('../settings') as { settings: Settings }).settings;
  return loaded;
}
