import type { Storage } from '../../local/storage/storage';
import type { WrapPorts } from '../support/in-process-functions';
import type { Life } from './life';
import type { Dispatch } from './simulate-calls';

/** How long what was acknowledged too early is not yet written: a crash in it loses it. */
const LATE_MILLISECONDS = 1500;
/** Of as many occasions a fault takes one. */
export const ONE_IN = 5;

/** A fault that is planted into one part of a feed where the run is composed; the product knows nothing of it. */
export interface Fault {
  /** What goes wrong, as `--plant` names it. */
  name: string;
  feed: 'billing' | 'people';
  storage?: (storage: Storage, life: Life) => Storage;
  dispatch?: (dispatch: Dispatch, life: Life) => Dispatch;
  ports?: (life: Life) => WrapPorts;
  /** How the database ends a transaction that is to end so. */
  endOf?: (end: 'commit' | 'rollback') => 'commit' | 'rollback';
}

/** Does it when it was long acknowledged; a crash before loses it. */
export function later(life: Life, work: () => Promise<unknown>): Promise<void> {
  life.clock.schedule(LATE_MILLISECONDS, () => void work().catch(() => undefined));
  return Promise.resolve();
}
