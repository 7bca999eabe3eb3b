import { gunzipSync } from 'node:zlib';
import type { FeedOutputs } from '../../wire/feed-outputs';
import type { InProcessCloud, InProcessDefinition } from './in-process-cloud';

/** Past both of Firehose's waits, before the transform and before the object, at 60 s each. */
export const DELIVERY_MILLISECONDS = 130_000;

/** From a deployed definition to a feed that has loaded its tables and follows their changes. */
export async function loadFeed(cloud: InProcessCloud): Promise<void> {
  await applyScripts(cloud);
  await beginReading(cloud);
  await startTask(cloud);
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
}

/** Firehose reads a stream from LATEST: what is put before it reads never reaches the lake. */
export async function beginReading(cloud: Pick<InProcessDefinition, 'clock'>): Promise<void> {
  await cloud.clock.advance(5000);
}

/** Runs T-SQL as the administrator, in the feed's database. */
export async function execute(cloud: InProcessCloud, text: string): Promise<void> {
  const client = await cloud.sqlClient();
  await client.query(text);
}

/** Applies the scripts and makes the DMS login, as `tributary sql apply` does. */
export async function applyScripts(cloud: Pick<InProcessCloud, 'runner'>): Promise<void> {
  const { scripts } = await cloud.runner({ action: 'list-scripts' });
  for (const { name, sha256 } of scripts.filter(({ optional }) => !optional)) {
    await cloud.runner({ action: 'apply-script', name, sha256 });
  }
  await cloud.runner({ action: 'provision-dms-login' });
}

export async function startTask(cloud: InProcessCloud): Promise<void> {
  await cloud.call('dms', 'StartReplicationTask', {
    ReplicationTaskArn: cloud.feed.dms.taskArn,
    StartReplicationTaskType: 'start-replication',
  });
}

/** Every object below a prefix, unpacked, in the order of their keys. */
export async function objectsUnder(
  cloud: Pick<InProcessDefinition, 'call'>,
  bucket: string,
  prefix: string,
): Promise<{ key: string; text: string }[]> {
  const listed = await cloud.call('s3', 'ListObjectsV2', { Bucket: bucket, Prefix: prefix });
  const keys = ((listed['Contents'] ?? []) as { Key: string }[]).map(({ Key }) => Key);
  const objects: { key: string; text: string }[] = [];
  for (const key of keys) {
    const { Body } = await cloud.call('s3', 'GetObject', { Bucket: bucket, Key: key });
    const bytes = Buffer.from(Body as Uint8Array);
    objects.push({ key, text: (key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString() });
  }
  return objects;
}

export type LakeLine = Record<string, string | null>;

/** A feed of either kind, asked as the operator of its lake's account. */
export type CloudOfFeed = Pick<InProcessDefinition, 'call' | 'clock'> & {
  feed: Pick<FeedOutputs, 'lake'>;
};

/** The lines of the feed's lake files. */
export async function lakeLines(cloud: CloudOfFeed): Promise<LakeLine[]> {
  const { bucket, prefix } = cloud.feed.lake;
  const objects = await objectsUnder(cloud, bucket, prefix);
  return objects.flatMap(({ text }) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LakeLine),
  );
}

/** What Athena answers in the feed's database, values as text. */
export async function query(cloud: CloudOfFeed, text: string): Promise<(string | null)[][]> {
  const { workgroup, database } = cloud.feed.lake;
  const { QueryExecutionId } = await cloud.call('athena', 'StartQueryExecution', {
    QueryString: text,
    WorkGroup: workgroup,
    QueryExecutionContext: { Database: database },
  });
  await cloud.clock.settle();
  const look = async () => {
    const found = await cloud.call('athena', 'GetQueryExecution', { QueryExecutionId });
    const { Status } = found['QueryExecution'] as {
      Status: { State: string; StateChangeReason?: string };
    };
    return Status;
  };
  let status = await look();
  for (; status.State === 'RUNNING'; status = await look()) await cloud.clock.advance(100);
  if (status.State !== 'SUCCEEDED') throw new Error(status.StateChangeReason ?? status.State);
  const { ResultSet } = await cloud.call('athena', 'GetQueryResults', { QueryExecutionId });
  const { Rows } = ResultSet as { Rows: { Data: { VarCharValue?: string }[] }[] };
  return Rows.slice(1).map(({ Data }) => Data.map(({ VarCharValue }) => VarCharValue ?? null));
}

/** A file of the outbox. */
export interface SentMessage {
  folder: string;
  subject: string;
  body: string;
  /** Absent from a request to confirm a subscription, which carries a token instead. */
  attributes?: Record<string, { Type: string; Value: string }>;
  token?: string;
}

/** What was published to the feed's topic for customers, oldest first. */
export function publishedAlerts(cloud: InProcessCloud): Promise<SentMessage[]> {
  return outboxFiles(cloud, 'published');
}

/** `bill-ready 1219578 77`: kind, customer and invoice of each published alert, sorted. */
export async function alertsByInvoice(cloud: InProcessCloud): Promise<string[]> {
  const alerts = await publishedAlerts(cloud);
  return alerts
    .map(({ body }) => {
      const { kind, customer_id, invoice_id } = JSON.parse(body) as Record<string, string>;
      return `${String(kind)} ${String(customer_id)} ${String(invoice_id)}`;
    })
    .sort();
}

/** What one subscriber of the topic received. */
export async function outboxFiles(
  { storage, feed }: InProcessCloud,
  subscriber: string,
): Promise<SentMessage[]> {
  const files = storage.files('outbox');
  const topic = feed.alerts.topicArn.slice(feed.alerts.topicArn.lastIndexOf(':') + 1);
  const messages: SentMessage[] = [];
  for (const key of await files.list(`${topic}/${subscriber}/`)) {
    const text = Buffer.from((await files.read(key)) ?? []).toString();
    messages.push({ folder: key, ...(JSON.parse(text) as Omit<SentMessage, 'folder'>) });
  }
  return messages;
}
