import { type Cloud, roleCaller } from '../../cloud';
import type { Caller } from '../../endpoint/dispatch';
import { serviceLinkedRoleArn } from '../iam/service-linked-roles.data';
import { PUT_BYTES_MAX, PUT_RECORDS_MAX } from '../kinesis/limits';
import type { KinesisRecord } from './kinesis-record';

/** Doubled while nothing of a call is taken. */
const RETRY_MILLISECONDS = { first: 100, most: 10_000 };

/**
 * DynamoDB writes to streams under a service-linked role.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_iam.html
 */
export function replicationCaller(cloud: Cloud): Caller {
  const name = 'AWSServiceRoleForDynamoDBKinesisDataStreamsReplication';
  return roleCaller(serviceLinkedRoleArn(cloud.account, name), 'DynamoDB');
}

interface PutRecordsOutput {
  Records: { ErrorCode?: string }[];
}

/**
 * Puts the records into the stream; resolves once it has acknowledged all. Refused entries are sent
 * again, and no record goes before one of the same key that stands in front of it.
 */
export async function putKinesisRecords(
  cloud: Cloud,
  streamArn: string,
  { records, signal }: { records: readonly KinesisRecord[]; signal: AbortSignal },
): Promise<void> {
  let pending = records;
  let waitMilliseconds = RETRY_MILLISECONDS.first;
  while (pending.length > 0) {
    signal.throwIfAborted();
    const call = nextCall(pending);
    const output = (await cloud.dispatcher.dispatch({
      caller: replicationCaller(cloud),
      service: 'kinesis',
      action: 'PutRecords',
      input: { StreamARN: streamArn, Records: call },
    })) as PutRecordsOutput;
    const taken = new Set(call.filter((_, at) => output.Records[at]?.ErrorCode === undefined));
    pending = pending.filter((record) => !taken.has(record));
    if (taken.size === call.length) continue;
    if (taken.size > 0) waitMilliseconds = RETRY_MILLISECONDS.first;
    await cloud.clock.wait(waitMilliseconds, signal);
    waitMilliseconds = Math.min(2 * waitMilliseconds, RETRY_MILLISECONDS.most);
  }
}

/** The first records of as many keys as go into one call. */
export function nextCall(pending: readonly KinesisRecord[]): KinesisRecord[] {
  const call: KinesisRecord[] = [];
  const keys = new Set<string>();
  let bytes = 0;
  for (const record of pending) {
    if (keys.has(record.PartitionKey)) continue;
    bytes += recordBytes(record);
    if (call.length === PUT_RECORDS_MAX || bytes > PUT_BYTES_MAX) break;
    keys.add(record.PartitionKey);
    call.push(record);
  }
  return call;
}

export function recordBytes({ Data, PartitionKey }: KinesisRecord): number {
  return Data.length + Buffer.byteLength(PartitionKey);
}
