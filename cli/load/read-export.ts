import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  readExportFiles,
  readExportSummary,
  type ExportDataFile,
  type ExportSummary,
} from '../../wire/table-export';
import { UserError } from '../user-error';
import { splitLines } from './split-lines';

export interface TableExport {
  bucket: string;
  summary: ExportSummary;
  files: ExportDataFile[];
}

/** What an export consists of, by its manifests; no folder is listed. `manifestKey` names the summary. */
export async function readExport(
  s3: S3Client,
  place: { bucket: string; manifestKey: string },
): Promise<TableExport> {
  const { bucket, manifestKey } = place;
  const summary = readExportSummary(await objectText(s3, bucket, manifestKey));
  const files = readExportFiles(await objectText(s3, bucket, summary.manifestFilesS3Key));
  const items = files.reduce((sum, { itemCount }) => sum + itemCount, 0);
  if (items !== summary.itemCount) {
    throw new UserError(
      `${summary.exportArn}: its files hold ${String(items)} items by their manifest, and ${String(summary.itemCount)} by its summary.`,
    );
  }
  return { bucket, summary, files };
}

/**
 * The lines of a data file as they come, with little memory. Throws after the last one when the file is
 * not the one that the manifest tells of: keep nothing of it before.
 */
export async function* readDataFile(
  s3: S3Client,
  bucket: string,
  file: ExportDataFile,
): AsyncGenerator<string> {
  // An empty partition has a file without an item, packed or of no bytes.
  if (file.itemCount === 0) return;
  const { Body, ETag } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: file.dataFileS3Key }),
  );
  const hash = createHash('md5');
  const packed = async function* () {
    for await (const chunk of Body as Readable as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      yield chunk;
    }
  };
  // A failure comes out of the last stream, where it is read.
  const unpacked = pipeline(Readable.from(packed()), createGunzip(), () => undefined);
  let lines = 0;
  for await (const line of splitLines(unpacked)) {
    lines += 1;
    yield line;
  }
  check(file, 'md5', { expected: file.md5Checksum, got: hash.digest('base64') });
  check(file, 'etag', { expected: file.etag, got: ETag?.replaceAll('"', '') ?? '' });
  check(file, 'items', { expected: String(file.itemCount), got: String(lines) });
}

function check(
  { dataFileS3Key }: ExportDataFile,
  what: string,
  { expected, got }: { expected: string; got: string },
): void {
  if (expected === got) return;
  throw new UserError(
    `${dataFileS3Key} is not the file of the export's manifest: expected ${what} ${expected}, got ${got}. Export again.`,
  );
}

async function objectText(s3: S3Client, bucket: string, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return (await Body?.transformToString('utf-8')) ?? '';
}
