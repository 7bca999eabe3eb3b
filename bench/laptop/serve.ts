import { join } from 'node:path';
import type { LaptopState } from '../../cli/laptop-state';
import { startLaptopCloud } from '../../local/laptop-cloud';
import { settings } from '../../settings';
import { defineSettings } from '../../settings/define-settings';
import { sqlServerFeed } from '../../settings/sql-server-feed';
import { synthesize } from '../../stacks/synthesize';

/** How a laptop cloud under measurement differs from that of settings.ts. */
export interface LaptopOptions {
  folder: string;
  /** 1 is AWS's own pace. */
  fast: number;
  limitsEnforced: boolean;
  bufferSeconds: number;
}

/** A table of nothing but a key and a text, beside those of the feed. */
const READINGS = {
  name: 'dbo.readings',
  key: ['reading_id'],
  columns: { reading_id: 'int', note: 'varchar(1000)' },
};

/** The laptop cloud with the relational feed, in a process of its own. */
async function serve({
  folder,
  fast,
  limitsEnforced,
  bufferSeconds,
}: LaptopOptions): Promise<void> {
  const definition = join(folder, 'definition');
  synthesize(measuredSettings(bufferSeconds), { outdir: definition, feeds: ['billing'] });
  const startedAt = performance.now();
  const cloud = await startLaptopCloud({
    definition,
    stateDirectory: join(folder, 'state'),
    port: 0,
    sqlPort: 0,
    divideWaitsBy: fast,
    limitsEnforced,
    report: ({ level, source, message }) => {
      if (level === 'error') console.error(`${source}: ${message}`);
    },
  });
  const startSeconds = (performance.now() - startedAt) / 1000;
  const outputs = Object.fromEntries(cloud.stacks.map((stack) => [stack, cloud.outputs(stack)]));
  const state: LaptopState = { endpointUrl: cloud.endpointUrl, processId: process.pid, outputs };
  process.send?.({ state, startSeconds, outbox: cloud.outbox });
  process.on('message', () => {
    gc?.();
    process.send?.(process.memoryUsage());
  });
  process.once('disconnect', () => process.exit());
}

function measuredSettings(bufferSeconds: number) {
  const { billing } = settings.feeds;
  if (billing?.kind !== 'sqlserver') throw new Error('settings.ts has no feed billing');
  return defineSettings({
    environment: 'development',
    region: settings.region,
    feeds: {
      billing: sqlServerFeed({
        database: { name: 'democustomer' },
        tables: [
          ...billing.tables.map(({ schema, name, ...table }) => ({
            ...table,
            name: `${schema}.${name}`,
          })),
          READINGS,
        ],
        delivery: { bufferSeconds },
        alerts: { invoiceTable: 'dbo.invoices', batchRecordsMax: 1000, batchWindowSeconds: 0 },
      }),
    },
  });
}

if (process.argv[2] !== undefined) void serve(JSON.parse(process.argv[2]) as LaptopOptions);
