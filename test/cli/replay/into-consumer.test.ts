import type { InvokeCommand } from '@aws-sdk/client-lambda';
import { intoConsumer } from '../../../cli/replay/into-consumer';
import type { RebuiltChange } from '../../../cli/replay/rebuilt-change';
import type { RelationalTarget } from '../../../cli/target';

interface Event {
  Records: { eventID: string; kinesis: { sequenceNumber: string; data: string } }[];
}

/** A consumer that answers in turn; notes which records each call had. */
function consumer(...answers: string[][]) {
  const calls: string[][] = [];
  const events: Event[] = [];
  const send = ({ input }: InvokeCommand) => {
    const event = JSON.parse(Buffer.from(input.Payload as Uint8Array).toString()) as Event;
    events.push(event);
    calls.push(event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString()));
    const batchItemFailures = (answers.shift() ?? []).map((itemIdentifier) => ({ itemIdentifier }));
    return Promise.resolve({ Payload: Buffer.from(JSON.stringify({ batchItemFailures })) });
  };
  const target = {
    clients: { lambda: { send } },
    feed: { alerts: { function: 'alerts' }, stream: { arn: 'arn:stream' }, region: 'eu-west-1' },
  } as unknown as RelationalTarget;
  return { sink: intoConsumer(target, 'r1'), calls, events };
}

const batch = (...names: string[]): RebuiltChange[] =>
  names.map((name) => ({
    change: { place: name, key_json: name, arrival_time: '2026-11-26T00:00:00.500Z' },
    record: { data: Buffer.from(name), partitionKey: 'p' },
  }));

describe('a replay into the consumer', () => {
  it('sends again from the first record that was not handled', async () => {
    const { sink, calls } = consumer(['12', '11'], []);

    await sink.send(batch('a', 'b', 'c'), 10);

    expect(calls).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
  });

  it.each(['', 'strange', '99', '9'])('sends all again for the identifier %p', async (id) => {
    const { sink, calls } = consumer([id], []);

    await sink.send(batch('a', 'b'), 10);

    expect(calls).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('has the form of an event of Kinesis', async () => {
    const { sink, events } = consumer([]);

    await sink.send(batch('a'), 10);

    expect(events).toEqual([
      {
        Records: [
          {
            kinesis: {
              kinesisSchemaVersion: '1.0',
              partitionKey: 'p',
              sequenceNumber: '10',
              data: 'YQ==',
              approximateArrivalTimestamp: 1_795_651_200.5,
            },
            eventSource: 'aws:kinesis',
            eventVersion: '1.0',
            eventID: 'replay-r1:10',
            eventName: 'aws:kinesis:record',
            awsRegion: 'eu-west-1',
            eventSourceARN: 'arn:stream',
          },
        ],
      },
    ]);
  });
});
