import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { loadRow } from '../../wire/item-row-text';
import { readExportedItem, type ExportDataFile } from '../../wire/table-export';
import { inParallel } from '../in-parallel';
import { lakeObjectKey } from '../lake-object-key';
import { progressText } from '../progress';
import type { Screen } from '../screen';
import type { DynamoTarget } from '../target';
import { UserError } from '../user-error';
import { readDataFile, type TableExport } from './read-export';

export interface LoadResult {
  /** All items of the export. */
  items: number;
  files: number;
  /** Items that an earlier run of the same export had written. */
  alreadyThere: number;
}

const FILES_AT_ONCE = 4;
/** Rows are handed to the packing in pieces of about this size. */
const PIECE_CHARACTERS = 65_536;
/** Of a lake file: the data file of the export that it came from, as S3 names its content. */
const SOURCE_ETAG = 'export-etag';

/**
 * Writes an export into the lake: one file a data file, under the export's day and hour, named for the
 * two. A second run therefore writes nothing twice, and one that ended early goes on. A data file is put
 * only when all of it was read and proved to be the manifest's.
 */
export async function loadExport(
  target: DynamoTarget,
  screen: Screen,
  exported: TableExport,
): Promise<LoadResult> {
  const { summary, files } = exported;
  if (summary.exportType !== 'FULL_EXPORT') {
    throw new UserError(`${summary.exportArn} is incremental; a load takes full exports.`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'tributary-load-'));
  const startedAt = Date.now();
  const result: LoadResult = { items: 0, files: files.length, alreadyThere: 0 };
  try {
    await inParallel(FILES_AT_ONCE, files, async (file) => {
      const place = lakeObjectKey(
        target.feed.lake.prefix,
        summary.exportTime,
        fileName(summary.exportArn, file),
      );
      const isThere = file.itemCount === 0 || (await isLoaded(target, place, file));
      if (isThere) result.alreadyThere += file.itemCount;
      else await loadFile(target, exported, { file, place, packed: join(folder, basename(place)) });
      result.items += file.itemCount;
      const elapsedSeconds = (Date.now() - startedAt) / 1000;
      const total = summary.itemCount;
      screen.status(progressText({ done: result.items, total, unit: 'items', elapsedSeconds }));
    });
  } finally {
    await rm(folder, { recursive: true });
  }
  screen.settle();
  return result;
}

/** `load-01693685827463-2d8752fd-asdl123dasas` */
function fileName(exportArn: string, { dataFileS3Key }: ExportDataFile): string {
  const id = exportArn.slice(exportArn.lastIndexOf('/') + 1);
  return `load-${id}-${basename(dataFileS3Key).replace(/\.json\.gz$/, '')}`;
}

async function isLoaded(
  { feed, lake }: DynamoTarget,
  key: string,
  file: ExportDataFile,
): Promise<boolean> {
  try {
    const { Metadata } = await lake.clients.s3.send(
      new HeadObjectCommand({ Bucket: feed.lake.bucket, Key: key }),
    );
    return Metadata?.[SOURCE_ETAG] === file.etag;
  } catch (error) {
    // Without the right to list, S3 says 403 of what is not there.
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
    if ($metadata?.httpStatusCode === 404 || $metadata?.httpStatusCode === 403) return false;
    throw error;
  }
}

async function loadFile(
  target: DynamoTarget,
  exported: TableExport,
  { file, place, packed }: { file: ExportDataFile; place: string; packed: string },
): Promise<void> {
  const { feed, clients, lake } = target;
  const lines = readDataFile(clients.s3, exported.bucket, file);
  await pipeline(rowsOf(target, exported, lines), createGzip(), createWriteStream(packed));
  await lake.clients.s3.send(
    new PutObjectCommand({
      Bucket: feed.lake.bucket,
      Key: place,
      Body: createReadStream(packed),
      ContentLength: (await stat(packed)).size,
      Metadata: { [SOURCE_ETAG]: file.etag },
    }),
  );
  await rm(packed);
}

async function* rowsOf(
  { feed }: DynamoTarget,
  { summary }: TableExport,
  lines: AsyncIterable<string>,
): AsyncGenerator<string> {
  const readAt = (
    'exportTime' in summary ? summary.exportTime : summary.exportToTime
  ).toISOString();
  let piece = '';
  for await (const line of lines) {
    piece += loadRow({ table: feed.table, item: readExportedItem(line), readAt }, feed.rows);
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
