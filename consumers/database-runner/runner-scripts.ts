import type { Script } from './script';

export interface RunnerScripts {
  /** What callers see, by name. */
  numbered: Script[];
  ledger: Script;
  dmsGrants: Script[];
  dmsRdsGrants: Script[];
}
