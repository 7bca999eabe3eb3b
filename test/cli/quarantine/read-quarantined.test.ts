import { readQuarantined } from '../../../cli/quarantine/read-quarantined';

const payload = Buffer.from('{"not":"a record"}');

describe('readQuarantined', () => {
  it('reads what the billing consumer put aside', () => {
    const text =
      '{"feed":"billing","function":"billing-alerts","reason":"no metadata","shard_id":"shardId-0",' +
      '"sequence_number":"1","partition_key":"k","arrival_time":"2026-01-02T03:04:05.000Z","position":null,' +
      '"payload_base64":"eyJub3QiOiJhIHJlY29yZCJ9"}';

    expect(readQuarantined(text)).toEqual([
      {
        source: 'billing-alerts',
        reason: 'no metadata',
        arrivedAt: '2026-01-02T03:04:05.000Z',
        payload,
        isRecord: true,
        shardId: 'shardId-0',
        sequenceNumber: '1',
        partitionKey: 'k',
      },
    ]);
  });

  it('reads each record of a batch that Lambda gave up', () => {
    const record =
      '{"eventID":"shardId-000000000001:495","kinesis":{"data":"eyJub3QiOiJhIHJlY29yZCJ9",' +
      '"approximateArrivalTimestamp":1767323045.5,"sequenceNumber":"495","partitionKey":"k"}}';
    const text = JSON.stringify({
      requestContext: {
        functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:alerts:$LATEST',
        condition: 'RetryAttemptsExhausted',
      },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
      version: '1.0',
      payload: `{"Records":[${record},${record}]}`,
    });

    const read = readQuarantined(text);

    expect(read).toHaveLength(2);
    expect(read[0]).toEqual({
      source: 'alerts',
      reason: 'RetryAttemptsExhausted: Unhandled',
      arrivedAt: '2026-01-02T03:04:05.500Z',
      payload,
      isRecord: true,
      shardId: 'shardId-000000000001',
      sequenceNumber: '495',
      partitionKey: 'k',
    });
  });

  it('reads the lines that Firehose writes of what a transform failed', () => {
    const line =
      '{"attemptsMade":1,"arrivalTimestamp":1767323045000,"errorCode":"Lambda.FunctionError",' +
      '"errorMessage":"it failed","attemptEndingTimestamp":1767323046000,"rawData":"eyJub3QiOiJhIHJlY29yZCJ9"}';

    expect(readQuarantined(`${line}\n${line}\n`)).toEqual([
      expect.objectContaining({ reason: 'Lambda.FunctionError: it failed', isRecord: true }),
      expect.objectContaining({ reason: 'Lambda.FunctionError: it failed', isRecord: true }),
    ]);
  });

  it.each(['lastErrorCode', 'ErrorCode'])(
    'knows what could not be converted for no record of the stream, by %s',
    (code) => {
      const line =
        '{"attemptsMade":"1","arrivalTimestamp":"1767323045000","lastErrorCode":"DataFormatConversion.ParseError",' +
        '"lastErrorMessage":"no JSON","attemptEndingTimestamp":"1767323046000","dataCatalogTable":{"tableName":"t"},"rawData":"eyJub3QiOiJhIHJlY29yZCJ9"}';

      const text = line
        .replace('lastErrorCode', code)
        .replace('lastErrorMessage', code.replace('Code', 'Message'));

      expect(readQuarantined(text)).toEqual([
        {
          source: 'delivery',
          reason: 'DataFormatConversion.ParseError: no JSON',
          arrivedAt: '2026-01-02T03:04:05.000Z',
          payload,
          isRecord: false,
        },
      ]);
    },
  );

  it.each(['hello', '{"requestContext":{"functionArn":"a","condition":"c"},"payload":"no JSON"}'])(
    'keeps what it does not know: %s',
    (text) => {
      expect(readQuarantined(text)).toEqual([
        {
          source: 'unknown',
          reason: 'An object of no known form lies in a failure destination',
          arrivedAt: '',
          payload: Buffer.from(text),
          isRecord: false,
        },
      ]);
    },
  );
});
