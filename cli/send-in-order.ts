import { PutRecordsCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { realPace, type Pace } from './pace';
import { UserError } from './user-error';

export interface OutgoingStream {
  kinesis: KinesisClient;
  arn: string;
  pace?: Pace;
}

export interface OutgoingRecord {
  data: Uint8Array;
  partitionKey: string;
}

/** Where the stream took a record. */
export interface Acknowledged {
  shardId: string;
  sequenceNumber: string;
}

/**
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html takes 500 records and 5 MiB
 * a call.
 */
export const PUT_RECORDS_MAX = 500;
const PUT_BYTES_MAX = 5 * 1024 * 1024;
/** A record, its partition key counted: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const RECORD_BYTES_MAX = 1024 * 1024;

const WAIT_FIRST_MILLISECONDS = 100;
const WAIT_MAX_MILLISECONDS = 5000;
/** About a minute of nothing but refusals. */
const ATTEMPTS_MAX = 18;

interface Waiting {
  index: number;
  record: OutgoingRecord;
}

/**
 * Puts records into a stream. PutRecords may take a record and refuse an earlier one of the same key, so
 * what is refused goes again together with all behind it of its key: the last copies stand in order.
 * Answers for each record where it stands, or why the stream never took it. One that is too large goes in no call, as
 * the stream would refuse all of that call.
 */
export async function sendInOrder(
  stream: OutgoingStream,
  records: readonly OutgoingRecord[],
): Promise<(Acknowledged | { refused: string })[]> {
  const { pace = realPace } = stream;
  const answers: (Acknowledged | { refused: string })[] = records.map((record) => ({
    refused: isTooLarge(record)
      ? `it has ${sizeOf(record)} bytes, and a record of the stream at most ${RECORD_BYTES_MAX}`
      : 'it was not sent',
  }));
  for (const call of callsOf(records)) {
    let waiting = call;
    for (let attempt = 1; waiting.length > 0 && attempt <= ATTEMPTS_MAX; attempt += 1) {
      if (attempt > 1) {
        const wait = WAIT_FIRST_MILLISECONDS * 2 ** (attempt - 2);
        await pace.sleep(Math.min(WAIT_MAX_MILLISECONDS, wait));
      }
      waiting = await put(stream, waiting, answers);
    }
  }
  return answers;
}

/** `sendInOrder` where nothing can go on without one of them: throws what the stream refused one for. */
export async function sendAllInOrder(
  stream: OutgoingStream,
  records: readonly OutgoingRecord[],
): Promise<void> {
  for (const [at, answer] of (await sendInOrder(stream, records)).entries()) {
    if (!('refused' in answer)) continue;
    const key = records[at]?.partitionKey ?? '';
    throw new UserError(
      `The stream does not take a record of the partition key ${key}: ${answer.refused}`,
    );
  }
}

/** What is to be sent again, in order. */
async function put(
  { kinesis, arn }: OutgoingStream,
  waiting: readonly Waiting[],
  answers: (Acknowledged | { refused: string })[],
): Promise<Waiting[]> {
  const { Records = [] } = await kinesis.send(
    new PutRecordsCommand({
      StreamARN: arn,
      Records: waiting.map(({ record }) => ({
        Data: record.data,
        PartitionKey: record.partitionKey,
      })),
    }),
  );
  const refusedKeys = new Set<string>();
  return waiting.filter(({ index, record }, at) => {
    const result = Records[at];
    if (result?.SequenceNumber === undefined) {
      refusedKeys.add(record.partitionKey);
      answers[index] = {
        refused: `${result?.ErrorCode ?? 'no answer'}: ${result?.ErrorMessage ?? ''}`,
      };
      return true;
    }
    answers[index] = { shardId: result.ShardId ?? '', sequenceNumber: result.SequenceNumber };
    return refusedKeys.has(record.partitionKey);
  });
}

function* callsOf(records: readonly OutgoingRecord[]): Generator<Waiting[]> {
  let call: Waiting[] = [];
  let bytes = 0;
  for (const [index, record] of records.entries()) {
    if (isTooLarge(record)) continue;
    const size = sizeOf(record);
    if (call.length === PUT_RECORDS_MAX || bytes + size > PUT_BYTES_MAX) {
      yield call;
      call = [];
      bytes = 0;
    }
    call.push({ index, record });
    bytes += size;
  }
  if (call.length > 0) yield call;
}

export function sizeOf({ data, partitionKey }: OutgoingRecord): number {
  return data.byteLength + Buffer.byteLength(partitionKey);
}

function isTooLarge(record: OutgoingRecord): boolean {
  return sizeOf(record) > RECORD_BYTES_MAX;
}
