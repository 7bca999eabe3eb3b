import type { HazardName } from '../../local/hazards/hazard-catalogue';
import type { FeedName } from './simulated-settings';

/** `nth` counts over what is there when the statement runs, and goes round. */
export type Statement =
  | { kind: 'insert invoice'; customer: number; aboveNormal: boolean }
  | { kind: 'insert payment'; customer: number }
  | {
      kind:
        | 'update invoice'
        | 'move invoice'
        | 'delete invoice'
        | 'restore invoice'
        | 'update payment'
        | 'renumber payment'
        | 'delete payment';
      nth: number;
    };

export interface ItemWrite {
  kind: 'put' | 'update' | 'delete';
  key: string;
  /** Of a put: its time to live is over soon. */
  expires?: boolean;
}

/** What a person, an application or bad luck does to a feed. */
export type Step =
  /** `pauseMilliseconds` lies between two statements, while the transaction is open. */
  | {
      kind: 'transaction';
      statements: Statement[];
      end: 'commit' | 'rollback';
      pauseMilliseconds: number;
    }
  | { kind: 'write'; write: ItemWrite }
  | { kind: 'transact'; writes: ItemWrite[]; refused: boolean }
  | { kind: 'wait'; milliseconds: number }
  | { kind: 'stop task' | 'resume task' | 'reload' | 'restart' | 'crash' }
  | { kind: 'crash at write'; nth: number; when: 'before' | 'after' };

/** All that a run is made of; the seed draws what is not in the steps. */
export interface Schedule {
  seed: number;
  feed: FeedName;
  /** Begins before the task was ever started. */
  fresh: boolean;
  hazards: HazardName[];
  steps: Step[];
}
