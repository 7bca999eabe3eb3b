import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  PutRecordCommand,
  type KinesisClient,
  type ShardIteratorType,
} from '@aws-sdk/client-kinesis';
import { factOf, type ContractOptions } from './contract-fact';

export interface KinesisOptions extends ContractOptions {
  /** Waits until a stream is active, where the implementation takes its time. */
  settle?: (streamName: string) => Promise<void>;
}

export const bytes = (text: string) => Buffer.from(text);
export const LOWER_HALF = '0';
export const UPPER_HALF = '170141183460469231731687303715884105728';

/** An implementation under test, and the calls that its cases make again and again. */
export function createKinesisSubject(makeClient: () => KinesisClient, options: KinesisOptions) {
  const fact = factOf(options);
  let client: KinesisClient;
  let streams = 0;

  beforeAll(() => {
    client = makeClient();
  });

  afterAll(() => client.destroy());

  const createStream = async (shards = 1) => {
    const StreamName = `contract-${process.pid}-${streams++}`;
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: shards }));
    await options.settle?.(StreamName);
    return StreamName;
  };
  const iterator = async (
    StreamName: string,
    ShardId: string,
    type: ShardIteratorType = 'TRIM_HORIZON',
  ) =>
    (
      await client.send(
        new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: type }),
      )
    ).ShardIterator!;
  const read = (ShardIterator: string, Limit?: number) =>
    client.send(
      new GetRecordsCommand(Limit === undefined ? { ShardIterator } : { ShardIterator, Limit }),
    );
  const texts = (records: { Data?: Uint8Array | undefined }[] | undefined) =>
    (records ?? []).map(({ Data }) => Buffer.from(Data!).toString());
  const put = (StreamName: string, text: string, ExplicitHashKey?: string) =>
    client.send(
      new PutRecordCommand({
        StreamName,
        Data: bytes(text),
        PartitionKey: 'k',
        ...(ExplicitHashKey === undefined ? {} : { ExplicitHashKey }),
      }),
    );

  return {
    get client() {
      return client;
    },
    fact,
    createStream,
    iterator,
    read,
    texts,
    put,
    settle: (name: string) => options.settle?.(name),
  };
}

export type KinesisSubject = ReturnType<typeof createKinesisSubject>;
