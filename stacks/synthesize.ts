import { App } from 'cdktf';
import { join } from 'node:path';
import type { Settings } from '../settings/define-settings';
import { LakeStack } from './lake';
import { NetworkStack } from './network';
import { RelationalFeedStack } from './relational-feed';

export interface SynthesizeOptions {
  /** Where manifest.json and stacks/ are written; default as cdktf has it: `CDKTF_OUTDIR`, else `cdktf.out`. */
  outdir?: string;
  /** The folder that holds one folder for each function. */
  consumersFolder?: string;
}

/**
 * Writes the Terraform JSON of every stack. The same settings and sources give the same JSON, by
 * whichever command; Terraform is not needed for it.
 */
export function synthesize(settings: Settings, options: SynthesizeOptions = {}): void {
  const app = new App({
    ...(options.outdir !== undefined && { outdir: options.outdir }),
    skipValidation: true,
  });
  addStacks(app, settings, options.consumersFolder ?? join(__dirname, '..', 'consumers'));
  app.synth();
}

/** One stack a feed, on the network and the lake that all feeds share. */
function addStacks(app: App, settings: Settings, consumersFolder: string): void {
  const network = new NetworkStack(app, 'network', settings);
  const lake = new LakeStack(app, 'lake', settings);
  for (const [id, feed] of Object.entries(settings.feeds)) {
    switch (feed.kind) {
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- the first of several kinds
      case 'sqlserver':
        new RelationalFeedStack(app, id, {
          settings,
          feed,
          network: network.place,
          lake: lake.place,
          consumersFolder,
        });
        break;
    }
  }
}
