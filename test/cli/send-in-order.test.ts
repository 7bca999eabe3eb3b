import type { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { sendAllInOrder, sendInOrder, type OutgoingStream } from '../../cli/send-in-order';

interface Entry {
  Data: Uint8Array;
  PartitionKey: string;
}

/** A stream that refuses the entries named, once each, and notes the others in order. */
function stream(refusedOnce: string[]) {
  const taken: string[] = [];
  const calls: number[] = [];
  const kinesis = {
    send: ({ input }: PutRecordsCommand) => {
      calls.push(input.Records!.length);
      const Records = (input.Records as Entry[]).map(({ Data }) => {
        const text = Buffer.from(Data).toString();
        const at = refusedOnce.indexOf(text);
        if (at >= 0) {
          refusedOnce.splice(at, 1);
          return { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'slow down' };
        }
        taken.push(text);
        return { ShardId: 'shardId-0', SequenceNumber: String(taken.length) };
      });
      return Promise.resolve({ Records });
    },
  } as unknown as KinesisClient;
  const waits: number[] = [];
  const pace = { now: () => 0, sleep: (wait: number) => Promise.resolve(waits.push(wait)) };
  const to: OutgoingStream = { kinesis, arn: 'arn', pace };
  return { to, taken, calls, waits };
}

const records = (...names: string[]) =>
  names.map((name) => ({ data: Buffer.from(name), partitionKey: name.slice(0, 1) }));

describe('sendInOrder', () => {
  it('sends what was refused again together with what stood behind it of its key', async () => {
    const { to, taken } = stream(['a1']);

    const answers = await sendInOrder(to, records('a1', 'b1', 'a2', 'b2'));

    expect(taken).toEqual(['b1', 'a2', 'b2', 'a1', 'a2']);
    expect(answers).toEqual([
      { shardId: 'shardId-0', sequenceNumber: '4' },
      { shardId: 'shardId-0', sequenceNumber: '1' },
      { shardId: 'shardId-0', sequenceNumber: '5' },
      { shardId: 'shardId-0', sequenceNumber: '3' },
    ]);
  });

  it('sends at most 500 records and 5 MiB a call, and nothing of the next before', async () => {
    const many = stream([]);
    const large = stream([]);
    const megabyte = { data: Buffer.alloc(1_048_000), partitionKey: 'a' };

    await sendInOrder(many.to, records(...Array.from({ length: 501 }, () => 'a')));
    await sendInOrder(
      large.to,
      Array.from({ length: 6 }, () => megabyte),
    );

    expect(many.calls).toEqual([500, 1]);
    expect(large.calls).toEqual([5, 1]);
  });

  it('leaves a record above 1 MiB out, its partition key counted, and sends the others', async () => {
    const { to, taken, calls } = stream([]);
    const large = { data: Buffer.alloc(1_048_576), partitionKey: 'a' };

    const answers = await sendInOrder(to, [...records('a1'), large, ...records('a2')]);

    expect(answers).toEqual([
      { shardId: 'shardId-0', sequenceNumber: '1' },
      { refused: 'it has 1048577 bytes, and a record of the stream at most 1048576' },
      { shardId: 'shardId-0', sequenceNumber: '2' },
    ]);
    expect(taken).toEqual(['a1', 'a2']);
    expect(calls).toEqual([2]);
  });

  it('waits twice as long before each try, five seconds at most, and tells in the end why', async () => {
    const { to, waits } = stream(Array.from({ length: 18 }, () => 'a1'));

    const answers = await sendInOrder(to, records('a1', 'b1'));

    expect(answers).toEqual([
      { refused: 'ProvisionedThroughputExceededException: slow down' },
      { shardId: 'shardId-0', sequenceNumber: '1' },
    ]);
    expect(waits.slice(0, 8)).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
    expect(waits).toHaveLength(17);
  });
});

describe('sendAllInOrder', () => {
  it('takes a refusal for an error, where the stream took the others', async () => {
    const { to, taken } = stream(Array.from({ length: 18 }, () => 'a1'));

    await expect(sendAllInOrder(to, records('a1', 'b1'))).rejects.toThrow(
      'The stream does not take a record of the partition key a: ProvisionedThroughputExceededException: slow down',
    );
    expect(taken).toEqual(['b1']);
  });
});
