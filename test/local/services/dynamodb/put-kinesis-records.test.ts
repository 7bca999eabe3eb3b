import fc from 'fast-check';
import {
  nextCall,
  putKinesisRecords,
} from '../../../../local/services/dynamodb/put-kinesis-records';
import type { KinesisRecord } from '../../../../local/services/dynamodb/kinesis-record';
import { scriptedService, testCloud } from '../../../support/test-cloud';

const STREAM = 'arn:aws:kinesis:eu-west-1:111122223333:stream/changes';
const recordOf = (key: string, data: string): KinesisRecord => ({
  PartitionKey: key,
  Data: Buffer.from(data),
});

describe('putting changes into a stream', () => {
  it('keeps the order of each key, whatever the stream refuses', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 40 }),
        fc.infiniteStream(fc.nat(3)),
        async (keys, chances) => {
          const cloud = testCloud();
          const stream: KinesisRecord[] = [];
          scriptedService(cloud, 'kinesis', {
            PutRecords: ({ Records }: { Records: KinesisRecord[] }) => ({
              Records: Records.map((record) => {
                if (chances.next().value === 0) return { ErrorCode: 'InternalFailure' };
                stream.push(record);
                return {};
              }),
            }),
          });
          const records = keys.map((key, at) => recordOf(key, String(at)));
          const { signal } = new AbortController();

          const putting = putKinesisRecords(cloud, STREAM, { records, signal });
          await cloud.clock.settle();
          while (cloud.clock.waiting() > 0) await cloud.clock.advance(100);
          await putting;

          const ofKey = (list: KinesisRecord[], key: string) =>
            list.filter(({ PartitionKey }) => PartitionKey === key);
          for (const key of ['a', 'b', 'c']) {
            expect(ofKey(stream, key)).toEqual(ofKey(records, key));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('takes at most 500 records into a call', () => {
    const records = Array.from({ length: 501 }, (_, at) => recordOf(String(at), 'x'));

    expect(nextCall(records)).toHaveLength(500);
  });

  it('takes at most 5 MiB into a call, the keys included', () => {
    const mebibyte = 'x'.repeat(1024 * 1024 - 1);
    const records = Array.from({ length: 6 }, (_, at) => recordOf(String(at), mebibyte));

    expect(nextCall(records)).toHaveLength(5);
  });
});
