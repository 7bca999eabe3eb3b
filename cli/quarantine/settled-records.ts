import { hostname, userInfo } from 'node:os';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { z } from 'zod';

/**
 * Where what is settled lies, in the bucket in which it waited: the object itself, once all its records
 * are settled, and beside it the audit, one JSON object a record. Nothing here is listed as waiting, and
 * the bucket's lifecycle alone deletes it.
 */
export const SETTLED_PREFIX = 'quarantine-settled/';
const AUDIT_SUFFIX = '.audit.jsonl';

const settledRecord = z.object({
  id: z.string(),
  /** Which of the object's records, from 1. */
  record: z.number(),
  outcome: z.enum(['redriven', 'discarded']),
  /** ISO 8601, UTC. */
  at: z.string(),
  /** `user@host`; on AWS its trail knows the principal. */
  by: z.string(),
  /** Why it was discarded. */
  reason: z.string().optional(),
  /** Where a redriven record came to stand. */
  shardId: z.string().optional(),
  sequenceNumber: z.string().optional(),
});

export type SettledRecord = z.infer<typeof settledRecord>;

/** An object of a failure destination. */
export interface QuarantineObject {
  s3: S3Client;
  bucket: string;
  key: string;
}

export function auditKey(key: string): string {
  return `${SETTLED_PREFIX}${key}${AUDIT_SUFFIX}`;
}

export function operatorName(): string {
  return `${userInfo().username}@${hostname()}`;
}

/** What is settled of an object. */
export async function settledOf({ s3, bucket, key }: QuarantineObject): Promise<SettledRecord[]> {
  const text = await textOrNothing(s3, bucket, auditKey(key));
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => settledRecord.parse(JSON.parse(line)));
}

/**
 * Marks records as settled; once none of the object's waits, moves the object away. A crash before the
 * mark leaves them waiting, one before the move leaves the object where it is, with nothing waiting in it.
 */
export async function settle(
  object: QuarantineObject,
  settled: readonly SettledRecord[],
  recordsInObject: number,
): Promise<void> {
  const { s3, bucket, key } = object;
  const all = [...(await settledOf(object)), ...settled];
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: auditKey(key),
      Body: all.map((record) => `${JSON.stringify(record)}\n`).join(''),
      ContentType: 'application/x-ndjson',
    }),
  );
  if (new Set(all.map(({ record }) => record)).size < recordsInObject) return;
  await moveAway(object);
}

export async function moveAway({ s3, bucket, key }: QuarantineObject): Promise<void> {
  const CopySource = `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  await s3.send(
    new CopyObjectCommand({ Bucket: bucket, Key: `${SETTLED_PREFIX}${key}`, CopySource }),
  );
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
}

async function textOrNothing(s3: S3Client, bucket: string, key: string): Promise<string> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToString()) ?? '';
  } catch (error) {
    if (error instanceof NoSuchKey) return '';
    throw error;
  }
}
