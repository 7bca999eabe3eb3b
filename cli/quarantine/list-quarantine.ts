import { NoSuchKey, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { lakeFile } from '../steps/await-delivery';
import type { Target } from '../target';
import { describePayload, type DescribedChange } from './describe-payload';
import { entryId, placeOf } from './entry-id';
import { readQuarantined, type QuarantinedRecordText } from './read-quarantined';
import { auditKey, moveAway, SETTLED_PREFIX, settledOf } from './settled-records';

/** One record that waits in quarantine, from whichever failure destination it lies in. */
export interface QuarantinedEntry extends QuarantinedRecordText, DescribedChange {
  /** Stays as long as the entry does. */
  id: string;
  feed: string;
  /** Where it lies: `s3://bucket/key`. */
  place: string;
  /** Which of the object's records it is, from 1. */
  record: number;
}

/** An object of a failure destination, with what of it waits. */
export interface WaitingObject {
  s3: S3Client;
  bucket: string;
  key: string;
  /** Settled ones counted. */
  records: number;
  waiting: QuarantinedEntry[];
}

interface ObjectName {
  s3: S3Client;
  bucket: string;
  key: string;
  hasAudit: boolean;
}

const OBJECTS_AT_ONCE = 8;

/** All that waits in the feed's failure destinations, place by place in the order of the object names. */
export async function* listQuarantine(target: Target): AsyncGenerator<QuarantinedEntry> {
  for await (const { waiting } of waitingObjects(target)) yield* waiting;
}

/**
 * As `listQuarantine`, object by object. What falls into quarantine after the first object was asked
 * for is not among them, so that a redriven record that fails again is not met again.
 */
export async function* waitingObjects(target: Target): AsyncGenerator<WaitingObject> {
  const names: ObjectName[] = [];
  for (const place of target.feed.quarantine) names.push(...(await namesIn(target, place)));
  for (let from = 0; from < names.length; from += OBJECTS_AT_ONCE) {
    const batch = names.slice(from, from + OBJECTS_AT_ONCE);
    const read = await Promise.all(batch.map((name) => readObject(target, name)));
    for (const object of read) if (object !== undefined) yield object;
  }
}

async function namesIn(
  target: Target,
  { bucket, prefix }: { bucket: string; prefix: string },
): Promise<ObjectName[]> {
  const { clients, feed, lake } = target;
  const { s3 } = bucket === feed.lake.bucket ? lake.clients : clients;
  const keys = await keysUnder(s3, bucket, prefix);
  const audits = new Set(await keysUnder(s3, bucket, `${SETTLED_PREFIX}${prefix}`));
  return keys.map((key) => ({ s3, bucket, key, hasAudit: audits.has(auditKey(key)) }));
}

async function keysUnder(s3: S3Client, bucket: string, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client: s3 },
    { Bucket: bucket, Prefix: prefix },
  )) {
    keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
  }
  return keys;
}

/** Undefined where another has settled the object meanwhile. */
async function readObject(target: Target, name: ObjectName): Promise<WaitingObject | undefined> {
  const { s3, bucket, key } = name;
  const place = placeOf(bucket, key);
  try {
    const records = readQuarantined(await lakeFile(s3, bucket, key));
    const settled = new Set(
      name.hasAudit ? (await settledOf(name)).map(({ record }) => record) : [],
    );
    const waiting = records
      .map((text, index) => entryOf(target, { text, place, record: index + 1 }))
      .filter(({ record }) => !settled.has(record));
    return { s3, bucket, key, records: records.length, waiting };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

function entryOf(
  target: Target,
  { text, place, record }: { text: QuarantinedRecordText; place: string; record: number },
): QuarantinedEntry {
  return {
    id: entryId(place, record),
    feed: target.feed.feed,
    place,
    record,
    ...text,
    ...(text.isRecord ? describePayload(target, text.payload) : {}),
  };
}

/** Ends a move that was cut off: an object of which nothing waits. */
export async function finishMove(object: WaitingObject): Promise<void> {
  if (object.waiting.length === 0) await moveAway(object);
}
