import type { Item } from '../../../wire/attribute-value';
import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { durableMap, type DurableMap } from '../durable-map';
import { writeExportData, writeExportManifests } from './export-objects';
import type { ExportJob, TableExport } from './table-export';

/** AWS takes minutes, however small the table. */
const EXPORT_SECONDS = 10;

/** The exports of all tables, those of earlier runs too. */
export interface TableExports {
  loaded(): Promise<void>;
  get(arn: string): TableExport | undefined;
  /** Newest last. */
  all(): TableExport[];
  /** Exports the items, which must be those of one moment. Returns once the export is noted. */
  start(job: ExportJob, items: AsyncIterable<{ key: string; item: Item }>): Promise<void>;
  /** Fails what an earlier run left under way, since its items of that moment are gone. */
  resume(): Promise<void>;
  stop(): void;
}

export function createTableExports(cloud: Cloud): TableExports {
  const exports = durableMap<TableExport>(cloud.storage.log('dynamodb/exports'));
  const stopping = new AbortController();
  return {
    loaded: () => exports.loaded(),
    get: (arn) => exports.get(arn),
    all: () => exports.values(),
    start: async (job, items) => {
      await exports.set(job.export.arn, job.export);
      void run(cloud, { job, items, exports, signal: stopping.signal });
    },
    resume: async () => {
      await exports.loaded();
      for (const made of exports.values().filter(({ status }) => status === 'IN_PROGRESS')) {
        await exports.set(made.arn, {
          ...made,
          status: 'FAILED',
          endMs: cloud.clock.now(),
          failureCode: 'InternalServerError',
          failureMessage: 'The laptop cloud stopped during the export; export the table again.',
        });
      }
    },
    stop: () => stopping.abort(new Error('DynamoDB stops')),
  };
}

interface Run {
  job: ExportJob;
  items: AsyncIterable<{ key: string; item: Item }>;
  exports: DurableMap<TableExport>;
  signal: AbortSignal;
}

async function run(cloud: Cloud, { job, items, exports, signal }: Run): Promise<void> {
  try {
    const data = await cloud.clock.track(writeExportData(cloud, job, items));
    await cloud.clock.wait(EXPORT_SECONDS * 1000, signal);
    const manifestKey = await cloud.clock.track(writeExportManifests(cloud, job, data));
    const { itemCount, billedSizeBytes } = data;
    await exports.set(job.export.arn, {
      ...job.export,
      status: 'COMPLETED',
      endMs: cloud.clock.now(),
      manifestKey,
      itemCount,
      billedSizeBytes,
    });
  } catch (error) {
    if (signal.aborted) return;
    await exports.set(job.export.arn, {
      ...job.export,
      status: 'FAILED',
      endMs: cloud.clock.now(),
      failureCode: error instanceof ServiceError ? `S3${error.code}` : 'InternalServerError',
      failureMessage: error instanceof Error ? error.message : String(error),
    });
  }
}
