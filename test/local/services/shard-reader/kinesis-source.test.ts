import fc from 'fast-check';
import { JsonBytes } from '../../../../local/json-bytes';
import { createDispatcher } from '../../../../local/endpoint/dispatch';
import { kinesisSource } from '../../../../local/services/shard-reader/kinesis-source';

describe('the event of a record of Kinesis', () => {
  const source = kinesisSource({
    dispatcher: createDispatcher(() => 'request'),
    caller: { kind: 'role', account: '000000000000', arn: 'arn:aws:sts::000000000000:consumer' },
    streamArn: 'arn:aws:kinesis:eu-west-1:000000000000:stream/feed',
    roleArn: 'arn:aws:iam::000000000000:role/consumer',
  });

  it('has as many bytes as it tells before it is written', () => {
    fc.assert(
      fc.property(
        fc.record({
          sequenceNumber: fc.stringMatching(/^[1-9]\d{55}$/),
          partitionKey: fc.string({ unit: 'binary', minLength: 1, maxLength: 256 }),
          arrivalMs: fc.nat(2_000_000_000_000),
          data: fc.uint8Array({ maxLength: 2000 }),
        }),
        (record) => {
          const event = new JsonBytes();
          source.writeEvent(event, 'shardId-000000000001', record);
          const json = event.toString();

          expect(source.eventBytes('shardId-000000000001', record)).toBe(Buffer.byteLength(json));
          expect(JSON.parse(json)).toMatchObject({
            kinesis: { partitionKey: record.partitionKey },
            eventID: `shardId-000000000001:${record.sequenceNumber}`,
          });
        },
      ),
    );
  });
});
