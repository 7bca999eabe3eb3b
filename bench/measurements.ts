import { alerts } from './alerts/alerts';
import { bundles } from './bundles/bundles';
import { footprint } from './footprint/footprint';
import { itemTransform } from './item-transform/item-transform';
import { kinesis } from './kinesis/kinesis';
import { latency } from './latency/latency';
import { pipeline } from './pipeline/pipeline';
import type { Measurement } from './report';
import { seed } from './seed/seed';
import { synth } from './synth/synth';

/** By the name that `npm run bench -- NAME` takes. */
export const measurements = {
  kinesis,
  seed,
  pipeline,
  latency,
  alerts,
  transform: itemTransform,
  bundles,
  footprint,
  synth,
} satisfies Record<string, Measurement>;

export type MeasurementName = keyof typeof measurements;
