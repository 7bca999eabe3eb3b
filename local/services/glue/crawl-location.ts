import { gunzipSync } from 'node:zlib';
import { callS3Patiently } from '../s3/call-patiently';
import type { Cloud } from '../../cloud';
import type { Caller } from '../../endpoint/dispatch';
import { listRowObjects } from '../s3/list-row-objects';
import { jsonColumns } from './json-columns';
import type { CatalogColumn, CatalogPartition } from './service';

/** What lies below a location: one table's worth. */
export interface Crawled {
  columns: CatalogColumn[];
  partitionKeys: CatalogColumn[];
  partitions: CatalogPartition[];
}

interface Folder {
  names: string[];
  values: string[];
  location: string;
}

/**
 * Reads every object below `s3://bucket/prefix/` as newline-delimited JSON. Each folder on the way is a
 * partition column: named as in `day=2026-11-21`, else `partition_0`, `partition_1`, …
 */
export async function crawlLocation(
  cloud: Cloud,
  caller: Caller,
  location: string,
): Promise<Crawled> {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*?)\/?$/.exec(location) ?? [];
  const start = prefix === '' ? '' : `${prefix}/`;
  const found = jsonColumns();
  const folders = new Map<string, Folder>();
  for (const key of await listRowObjects(cloud, caller, { bucket, prefix: start })) {
    const folder = folderOf(`s3://${bucket}/${start}`, key.slice(start.length));
    folders.set(folder.location, folder);
    for (const line of await readLines(cloud, caller, { bucket, key })) addLine(found, line, key);
  }
  return { columns: found.columns(), ...partitionsOf([...folders.values()], location) };
}

function addLine(found: ReturnType<typeof jsonColumns>, line: string, key: string): void {
  try {
    found.add(line);
  } catch (cause) {
    throw new Error(`${key} is not newline-delimited JSON: ${(cause as Error).message}`, { cause });
  }
}

function folderOf(start: string, rest: string): Folder {
  const steps = rest.split('/').slice(0, -1);
  const pairs = steps.map((step, at) => {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(step) ?? [];
    return { name: name?.toLowerCase() ?? `partition_${at}`, value: value ?? step };
  });
  return {
    names: pairs.map(({ name }) => name),
    values: pairs.map(({ value }) => decodeURIComponent(value)),
    location: start + steps.map((step) => `${step}/`).join(''),
  };
}

function partitionsOf(folders: Folder[], location: string) {
  const names = folders[0]?.names ?? [];
  const other = folders.find((folder) => folder.names.join('/') !== names.join('/'));
  if (other !== undefined)
    throw new Error(`${location} holds more than one table: ${other.location} has other folders`);
  return {
    partitionKeys: names.map((name) => ({ name, type: 'string' })),
    partitions:
      names.length === 0
        ? []
        : folders.map(({ values, location: at }) => ({ values, location: at })),
  };
}

async function readLines(
  cloud: Cloud,
  caller: Caller,
  { bucket, key }: { bucket: string; key: string },
): Promise<string[]> {
  const { Body } = (await callS3Patiently(cloud, caller, {
    action: 'GetObject',
    input: { Bucket: bucket, Key: key },
  })) as { Body: Uint8Array };
  const text = (key.endsWith('.gz') ? gunzipSync(Body) : Buffer.from(Body)).toString();
  return text.split('\n').filter((line) => line.trim() !== '');
}
