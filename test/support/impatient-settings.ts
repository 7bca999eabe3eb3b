import { settings } from '../../settings';
import type { Settings } from '../../settings/define-settings';

/** The project's, with a consumer that gives a batch up after one retry. */
export function impatientSettings(): Settings {
  const { billing, ...others } = settings.feeds;
  if (billing?.kind !== 'sqlserver') throw new Error('settings.ts has no feed billing');
  const alerts = { ...billing.alerts, retriesMax: 1 };
  return { ...settings, feeds: { ...others, billing: { ...billing, alerts } } };
}
