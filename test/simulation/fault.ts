import type { Storage } from '../../local/storage/storage';
import type { WrapPorts } from '../support/in-process-functions';
import type { Life } from './life';
import type { Dispatch } from './simulate-calls';

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
