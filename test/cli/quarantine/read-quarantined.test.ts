import { entryText } from '../../../cli/commands/quarantine';
import { readQuarantined } from '../../../cli/quarantine/read-quarantined';

const PLACE = 's3://bucket/key';
const payload = Buffer.from('{"not":"a record"}');

describe('readQuarantined', () => {
  it('reads what the billing consumer put aside', () => {
    const text =
      '{"feed":"billing","function":"billing-alerts","reason":"no metadata","shard_id":"shardId-0",' +
      '"sequence_number":"1","partition_key":"k","arrival_time":"2026-01-02T03:04:05.000Z","position":null,' +
      '"payload_base64":"eyJub3QiOiJhIHJlY29yZCJ9"}';

    expect(readQuarantined(PLACE, text)).toEqual([
      {
        place: PLACE,
        source: 'billing-alerts',
        reason: 'no metadata',
        arrivedAt: '2026-01-02T03:04:05.000Z',
        payload,
      },
    ]);
  });

  it('reads each record of a batch that Lambda gave up', () => {
    const record =
      '{"kinesis":{"data":"eyJub3QiOiJhIHJlY29yZCJ9","approximateArrivalTimestamp":1767323045.5}}';
    const text = JSON.stringify({
      requestContext: {
        functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:alerts:$LATEST',
        condition: 'RetryAttemptsExhausted',
      },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
      version: '1.0',
      payload: `{"Records":[${record},${record}]}`,
    });

    const read = readQuarantined(PLACE, text);

    expect(read).toHaveLength(2);
    expect(read[0]).toEqual({
      place: PLACE,
      source: 'alerts',
      reason: 'RetryAttemptsExhausted: Unhandled',
      arrivedAt: '2026-01-02T03:04:05.500Z',
      payload,
    });
  });

  it('reads the lines that Firehose writes', () => {
    const line =
      '{"attemptsMade":1,"arrivalTimestamp":1767323045000,"errorCode":"Lambda.FunctionError",' +
      '"errorMessage":"it failed","attemptEndingTimestamp":1767323046000,"rawData":"eyJub3QiOiJhIHJlY29yZCJ9"}';

    expect(readQuarantined(PLACE, `${line}\n${line}\n`).map(({ reason }) => reason)).toEqual([
      'Lambda.FunctionError: it failed',
      'Lambda.FunctionError: it failed',
    ]);
  });

  it('keeps what it does not know', () => {
    expect(readQuarantined(PLACE, 'hello')[0]?.payload).toEqual(Buffer.from('hello'));
  });
});

describe('entryText', () => {
  it('shows reason, place and a payload without control characters', () => {
    const entry = { place: PLACE, source: 'alerts', reason: 'why', arrivedAt: 'then' };

    expect(entryText({ ...entry, payload: Buffer.from('a\u001b[31m') })).toBe(
      'then  alerts: why\n  s3://bucket/key\n  a\\u001b[31m',
    );
  });
});
