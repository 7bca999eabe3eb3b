import type { LoggedChange } from '../../../../local/services/dynamodb/change-log';
import { kinesisRecord } from '../../../../local/services/dynamodb/kinesis-record';
import type { Item } from '../../../../wire/attribute-value';

const FLIGHT: Item = {
  arr: { S: ' "TZX"' },
  flight_number: { S: ' "BA28"' },
  status: { S: ' "CANCELLED" ' },
  dep: { S: ' "PEE"' },
  flight_date: { S: '2024-01-23 04:01:53' },
};

function changeOf(given: Partial<LoggedChange>): LoggedChange {
  return {
    sequenceNumber: '1721011165891000000000000000',
    atMs: 1_721_011_165_891,
    eventId: 'f89436e0-627d-4d37-9879-42f86249aa83',
    key: 'a0b1c2/7461',
    byTimeToLive: false,
    ...given,
  };
}

const origin = {
  region: 'us-east-2',
  table: {
    TableName: 'flight',
    KeySchema: [
      { AttributeName: 'flight_date', KeyType: 'HASH' as const },
      { AttributeName: 'flight_number', KeyType: 'RANGE' as const },
    ],
  },
  precision: undefined,
};
const byId = {
  ...origin,
  table: { TableName: 'people', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }] },
};

const textOf = (...call: Parameters<typeof kinesisRecord>) =>
  Buffer.from(kinesisRecord(...call).Data).toString();
const documentOf = (...call: Parameters<typeof kinesisRecord>) =>
  JSON.parse(textOf(...call)) as Record<string, unknown>;

describe("a change's record in a Kinesis stream", () => {
  it('is what DynamoDB wrote of the same change, with microseconds', () => {
    const text = textOf(changeOf({ newItem: FLIGHT }), { ...origin, precision: 'MICROSECOND' });

    expect(text).toBe(
      String.raw`{"awsRegion":"us-east-2","eventID":"f89436e0-627d-4d37-9879-42f86249aa83","eventName":"INSERT","userIdentity":null,"recordFormat":"application/json","tableName":"flight","dynamodb":{"ApproximateCreationDateTime":1721011165891000,"Keys":{"flight_date":{"S":"2024-01-23 04:01:53"},"flight_number":{"S":" \"BA28\""}},"NewImage":{"arr":{"S":" \"TZX\""},"flight_number":{"S":" \"BA28\""},"status":{"S":" \"CANCELLED\" "},"dep":{"S":" \"PEE\""},"flight_date":{"S":"2024-01-23 04:01:53"}},"SizeBytes":137,"ApproximateCreationDateTimePrecision":"MICROSECOND"},"eventSource":"aws:dynamodb"}`,
    );
  });

  it('counts milliseconds, and does not say so, unless the destination is set to microseconds', () => {
    const { dynamodb } = documentOf(changeOf({ newItem: FLIGHT }), origin);

    expect(dynamodb).toMatchObject({ ApproximateCreationDateTime: 1_721_011_165_891 });
    expect(dynamodb).not.toHaveProperty('ApproximateCreationDateTimePrecision');
  });

  it('carries both images of an update', () => {
    const oldItem: Item = { id: { S: '864732' }, title: { S: 'Architect' } };
    const newItem: Item = { id: { S: '864732' }, title: { S: 'Senior Architect' } };

    expect(documentOf(changeOf({ oldItem, newItem }), byId)).toMatchObject({
      eventName: 'MODIFY',
      dynamodb: {
        Keys: { id: { S: '864732' } },
        NewImage: newItem,
        OldImage: oldItem,
        SizeBytes: 8 + 29 + 22,
      },
    });
  });

  it('tells of a deletion only what was', () => {
    const oldItem: Item = { id: { S: '1' } };

    const { eventName, dynamodb } = documentOf(changeOf({ oldItem }), byId);

    expect(eventName).toBe('REMOVE');
    expect(Object.keys(dynamodb as object)).toEqual([
      'ApproximateCreationDateTime',
      'Keys',
      'OldImage',
      'SizeBytes',
    ]);
  });

  it('says that time to live deleted the item', () => {
    const removed = changeOf({ oldItem: { id: { S: '1' } }, byTimeToLive: true });

    expect(documentOf(removed, byId)).toMatchObject({
      userIdentity: { principalId: 'dynamodb.amazonaws.com', type: 'Service' },
    });
  });

  it('has binary values in base64 twice, at every depth, and no text that looks like one', () => {
    const newItem: Item = {
      id: { S: 'EgIIew==' },
      B: { B: 'EgIIew==' },
      set: { BS: ['EgIIew=='] },
      map: { M: { B: { L: [{ B: 'EgIIew==' }] }, BS: { SS: ['EgIIew=='] } } },
    };

    const { dynamodb } = documentOf(changeOf({ newItem }), byId);

    expect(dynamodb).toMatchObject({
      NewImage: {
        id: { S: 'EgIIew==' },
        B: { B: 'RWdJSWV3PT0=' },
        set: { BS: ['RWdJSWV3PT0='] },
        map: { M: { B: { L: [{ B: 'RWdJSWV3PT0=' }] }, BS: { SS: ['EgIIew=='] } } },
      },
    });
  });

  it('has a partition key of 32 upper-case hexadecimal digits, one an item', () => {
    const newItem: Item = { id: { S: '1' } };
    const [first, again, other] = [
      changeOf({ newItem }),
      changeOf({ newItem: { ...newItem, more: { N: '1' } } }),
      changeOf({ newItem: { id: { S: '2' } }, key: 'another' }),
    ].map((change) => kinesisRecord(change, byId).PartitionKey);

    expect(first).toMatch(/^[0-9A-F]{32}$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });
});
