import { catalogueExtension } from '../catalogue/catalogue-extension';
import { cdcExtension } from '../cdc/cdc-extension';
import type { EngineExtension } from './engine-core';

/** What stands on the engine: add the catalogue views and CDC here, in order of start. */
export const EXTENSIONS: readonly EngineExtension[] = [catalogueExtension(), cdcExtension()];
