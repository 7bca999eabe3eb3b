import type { EngineExtension } from './engine-core';

/** What stands on the engine: add the catalogue views and CDC here, in order of start. */
export const EXTENSIONS: readonly EngineExtension[] = [];
