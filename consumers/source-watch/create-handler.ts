import type { SourceWatchState } from '../../wire/source-watch';
import { watchSource } from './watch-source';
import type { SourceWatch } from './watch-source';

export type SourceWatchOptions = SourceWatch & { report: (state: SourceWatchState) => void };

/** Looks at the source whenever it is called, by its schedule or by an operator, and says what it found. */
export function createHandler(options: SourceWatchOptions): () => Promise<SourceWatchState> {
  return async () => {
    const state = await watchSource(options);
    options.report(state);
    return state;
  };
}
