import type { Database } from '../storage/database';

/** The fact that holds what ALTER DATABASE … SET said. */
export const SETTINGS_FACT = 'settings';

/** Upper-case names and values: `{ RECOVERY: 'FULL' }`. */
export function databaseSettings(database: Database): Record<string, string> {
  return (database.facts.get(SETTINGS_FACT) ?? {}) as Record<string, string>;
}
