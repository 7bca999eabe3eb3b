import { createHash } from 'node:crypto';
import { callS3Patiently } from '../s3/call-patiently';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Item } from '../../../wire/attribute-value';
import type { Cloud } from '../../cloud';
import { itemSizeBytes } from './item-size';
import { exportFolder, type ExportJob } from './table-export';

const compress = promisify(gzip);

/** Each has at least one file, an empty one where no item falls into it. */
const PARTITIONS = 4;
/** Before compression; a partition with more gets further files. */
const FILE_BYTES_MAX = 16 * 1024 * 1024;

const FILE_NAME_ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const FILE_NAME_LENGTH = 26;

export interface DataFile {
  itemCount: number;
  /** Base64. */
  md5Checksum: string;
  etag: string;
  dataFileS3Key: string;
}

export interface WrittenData {
  files: DataFile[];
  itemCount: number;
  billedSizeBytes: number;
}

/** Items come in the order of their keys, whose first two hexadecimal digits are a hash. */
export async function writeExportData(
  cloud: Cloud,
  job: ExportJob,
  items: AsyncIterable<{ key: string; item: Item }>,
): Promise<WrittenData> {
  const written: WrittenData = { files: [], itemCount: 0, billedSizeBytes: 0 };
  let [partition, lines, bytes]: [number, string[], number] = [0, [], 0];
  const endFile = async () => {
    written.files.push(await writeDataFile(cloud, job, lines));
    [lines, bytes] = [[], 0];
  };
  await putExportObject(cloud, job, { name: '_started', content: '' });
  for await (const { key, item } of items) {
    const fallsInto = Math.floor((parseInt(key.slice(0, 2), 16) * PARTITIONS) / 256);
    for (; partition < fallsInto; partition += 1) await endFile();
    const line = `${JSON.stringify({ Item: item })}\n`;
    if (lines.length > 0 && bytes + line.length > FILE_BYTES_MAX) await endFile();
    lines.push(line);
    bytes += line.length;
    written.itemCount += 1;
    written.billedSizeBytes += itemSizeBytes(item);
  }
  for (; partition < PARTITIONS; partition += 1) await endFile();
  return written;
}

async function writeDataFile(cloud: Cloud, job: ExportJob, lines: string[]): Promise<DataFile> {
  const content = await compress(lines.join(''));
  const name = `data/${fileName(cloud)}.json.gz`;
  const { ETag } = await putExportObject(cloud, job, { name, content });
  return {
    itemCount: lines.length,
    md5Checksum: md5(content),
    etag: ETag.replaceAll('"', ''),
    dataFileS3Key: exportFolder(job.export) + name,
  };
}

/**
 * The manifests with their checksums; gives the key of the summary.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
 */
export async function writeExportManifests(
  cloud: Cloud,
  job: ExportJob,
  data: WrittenData,
): Promise<string> {
  const { arn, startMs, tableArn, tableId, target } = job.export;
  const filesName = 'manifest-files.json';
  const summary = {
    version: '2020-06-30',
    exportArn: arn,
    startTime: new Date(startMs).toISOString(),
    endTime: new Date(cloud.clock.now()).toISOString(),
    tableArn,
    tableId,
    exportTime: new Date(startMs).toISOString(),
    s3Bucket: target.bucket,
    s3Prefix: target.prefix ?? null,
    s3SseAlgorithm: target.sseAlgorithm ?? null,
    s3SseKmsKeyId: target.sseKmsKeyId ?? null,
    manifestFilesS3Key: exportFolder(job.export) + filesName,
    billedSizeBytes: data.billedSizeBytes,
    itemCount: data.itemCount,
    outputFormat: 'DYNAMODB_JSON',
    exportType: 'FULL_EXPORT',
  };
  const files = data.files.map((file) => `${JSON.stringify(file)}\n`).join('');
  await putWithChecksum(cloud, job, { name: filesName, content: files });
  const summaryName = 'manifest-summary.json';
  await putWithChecksum(cloud, job, { name: summaryName, content: JSON.stringify(summary) });
  return exportFolder(job.export) + summaryName;
}

interface ExportObject {
  /** Behind the export's folder. */
  name: string;
  content: string | Uint8Array;
}

async function putWithChecksum(cloud: Cloud, job: ExportJob, object: ExportObject): Promise<void> {
  await putExportObject(cloud, job, object);
  const name = object.name.replace('.json', '.checksum');
  await putExportObject(cloud, job, { name, content: md5(object.content) });
}

async function putExportObject(
  cloud: Cloud,
  { export: made, caller }: ExportJob,
  { name, content }: ExportObject,
): Promise<{ ETag: string }> {
  const { bucket, bucketOwner, sseAlgorithm, sseKmsKeyId } = made.target;
  return (await callS3Patiently(cloud, caller, {
    action: 'PutObject',
    input: {
      Bucket: bucket,
      Key: exportFolder(made) + name,
      Body: content,
      ExpectedBucketOwner: bucketOwner ?? cloud.account,
      ...(sseAlgorithm !== undefined && {
        ServerSideEncryption: sseAlgorithm === 'KMS' ? 'aws:kms' : 'AES256',
      }),
      ...(sseKmsKeyId !== undefined && { SSEKMSKeyId: sseKmsKeyId }),
    },
  })) as { ETag: string };
}

function fileName(cloud: Cloud): string {
  const { length } = FILE_NAME_ALPHABET;
  const letters = Array.from(cloud.chance.bytes(FILE_NAME_LENGTH), (byte) =>
    FILE_NAME_ALPHABET.charAt(byte % length),
  );
  return letters.join('');
}

function md5(content: string | Uint8Array): string {
  return createHash('md5').update(content).digest('base64');
}
