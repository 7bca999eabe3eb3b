import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { canaryRecord } from '../../wire/canary';
import { decodeItemChange } from '../../wire/item-change';

const fixture = (name: string) =>
  readFileSync(join(__dirname, '../fixtures/dynamodb', `${name}.json`), 'utf8');
const decode = (record: string) => decodeItemChange(Buffer.from(record));
const INSERT = fixture('insert');
const UPDATE = fixture('update-microseconds');

describe('decodeItemChange', () => {
  it('reads an insert', () => {
    expect(decode(INSERT)).toEqual({
      kind: 'change',
      table: 'people',
      operation: 'insert',
      keys: '{"id":{"S":"864732"}}',
      newImage:
        '{"active":{"BOOL":true},"address":{"M":{"city":{"S":"Zürich"},"street":{"S":"Main Street 1"}}},' +
        '"id":{"S":"864732"},"jobTitle":{"S":"Architect"},"manager":{"NULL":true},"name":{"S":"Jane Doe"},' +
        '"photo":{"B":"EgIIew=="},"salary":{"N":"91000.5"},' +
        '"skills":{"L":[{"S":"sql"},{"N":"3"},{"M":{"level":{"N":"2"}}}]},"teams":{"SS":["data","web"]}}',
      oldImage: null,
      position: '00001764108300123000',
      changeTime: '2025-11-25T22:05:00.123Z',
      changeTimePrecision: 'MILLISECOND',
      eventId: '2ad9e8f0-6f5e-4a0c-9a4e-0c8d6f1b7a35',
      sizeBytes: '187',
      userIdentity: null,
    });
  });

  it('reads an update in microseconds', () => {
    expect(decode(UPDATE)).toMatchObject({
      operation: 'update',
      newImage: '{"id":{"S":"864732"},"jobTitle":{"S":"Senior Architect"}}',
      oldImage: '{"id":{"S":"864732"},"jobTitle":{"S":"Architect"}}',
      position: '00001764108300123456',
      changeTime: '2025-11-25T22:05:00.123456Z',
      changeTimePrecision: 'MICROSECOND',
    });
  });

  it('takes a time of 15 digits and more for microseconds, where the record does not say so', () => {
    const silent = UPDATE.replace(',"ApproximateCreationDateTimePrecision":"MICROSECOND"', '');

    expect(decode(silent)).toMatchObject({ position: '00001764108300123456' });
  });

  it('reads a removal by time to live', () => {
    expect(decode(fixture('remove-by-time-to-live'))).toMatchObject({
      operation: 'delete',
      newImage: null,
      oldImage: '{"id":{"S":"864732"},"jobTitle":{"S":"Senior Architect"}}',
      userIdentity: '{"principalId":"dynamodb.amazonaws.com","type":"Service"}',
    });
  });

  it('keeps one change apart from the next', () => {
    const first = decode(INSERT);
    const copy = structuredClone(first);
    decode(UPDATE);

    expect(first).toEqual(copy);
  });

  it.each<[form: string, record: string]>([
    ['white space', JSON.stringify(JSON.parse(INSERT), null, 2) + '\n'],
    ['needless escapes', INSERT.replace('Zürich', 'Z\\u00fcrich').replace('Main', '\\u004dain')],
    [
      'another order',
      JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(INSERT) as object).reverse())),
    ],
    ['members that are new', INSERT.replace('{"awsRegion"', '{"added":{"x":[1,"}"]},"awsRegion"')],
    ['null for what is absent', INSERT.replace('"SizeBytes"', '"OldImage":null,"SizeBytes"')],
  ])('is tolerant about %s', (_, record) => {
    expect(decode(record)).toEqual(decode(INSERT));
  });

  it('recognises a canary', () => {
    expect(decode(canaryRecord('c-1', '2026-11-21T11:05:00.000Z'))).toEqual({
      kind: 'canary',
      id: 'c-1',
    });
  });

  it.each<[record: string, reason: string]>([
    ['', 'The record is no JSON'],
    [INSERT.slice(0, -1), 'The record is no JSON'],
    [`${INSERT}${INSERT}`, 'The record is no JSON'],
    ['null', 'A change cannot be read: expected { at byte 0'],
    ['{}', 'A change cannot be read: eventName is missing'],
    [INSERT.replace('INSERT', 'TRUNCATE'), 'eventName is TRUNCATE'],
    [INSERT.replace('"tableName":"people"', '"tableName":""'), 'tableName is missing'],
    [INSERT.replace('"Keys":{"id":{"S":"864732"}}', '"Keys":{}'), 'Keys are missing'],
    [INSERT.replace('"Keys"', '"keys"'), 'Keys are missing'],
    [INSERT.replace('1764108300123', '"soon"'), 'expected a whole number'],
    [INSERT.replace('1764108300123', '-1'), 'expected a whole number'],
    [
      INSERT.replace('"ApproximateCreationDateTime"', '"Time"'),
      'ApproximateCreationDateTime is missing',
    ],
    [
      INSERT.replace('"SizeBytes":187', '"ApproximateCreationDateTimePrecision":"NANOSECOND"'),
      'ApproximateCreationDateTimePrecision is NANOSECOND',
    ],
    [INSERT.replace('"NewImage"', '"OldImage"'), 'NewImage is missing'],
    [UPDATE.replace('"OldImage"', '"Other"'), 'OldImage is missing'],
    [UPDATE.replace('MODIFY', 'INSERT'), 'OldImage is there, which this event does not have'],
    [
      INSERT.replace('"Keys":{"id":{"S":"864732"}}', '"Keys":{"id":{"N":"864732"}}'),
      'NewImage lacks the key',
    ],
    [
      UPDATE.replace(
        '"OldImage":{"jobTitle":{"S":"Architect"},"id":{"S":"864732"}',
        '"OldImage":{"id":{"S":"864733"}',
      ),
      'OldImage lacks the key',
    ],
    [
      INSERT.replace('{"N":"2"}', '{"N":"2x"}'),
      'NewImage.skills.2.level is no number of DynamoDB: 2x',
    ],
    [INSERT.replace('{"S":"Zürich"}', '{"S":null}'), 'NewImage.address.city expected a string'],
    [
      INSERT.replace('{"S":"Zürich"}', '{"Q":"Zürich"}'),
      'NewImage.address.city is none of the ten types',
    ],
    [
      INSERT.replace('{"NULL":true}', '{"NULL":false}'),
      'NewImage.manager is none of the ten types',
    ],
    [INSERT.replace('{"NULL":true}', '{"S":"a","N":"1"}'), 'NewImage.manager expected }'],
    [INSERT.replace('{"NULL":true}', '5'), 'NewImage.manager is none of the ten types'],
    [INSERT.replace('["web","data"]', '["web",5]'), 'NewImage.teams expected a string'],
    [INSERT.replace('["web","data"]', '["web","web"]'), 'NewImage.teams has "web" twice'],
    [INSERT.replace('"manager":', '"name":'), 'NewImage has "name" twice'],
    [INSERT.replace('RWdJSWV3PT0=', 'EgIIew=='), 'NewImage.photo is not the base64 of bytes'],
    [INSERT.replace('RWdJSWV3PT0=', '???'), 'NewImage.photo is not the base64 of base64'],
  ])('tells why %# cannot be read', (record, reason) => {
    const decoded = decode(record);

    expect(decoded).toEqual({
      kind: 'unreadable',
      reason: expect.stringContaining(reason) as string,
    });
  });

  it('names event, key and table in the reason', () => {
    expect(decode(INSERT.replace('91000.5', ''))).toEqual({
      kind: 'unreadable',
      reason:
        'The INSERT of {"id":{"S":"864732"}} on people cannot be read: NewImage.salary is no number of DynamoDB: ',
    });
  });

  it('reads nothing of the record before', () => {
    decode(INSERT);

    for (let length = 0; length < INSERT.length; length += 1) {
      expect(decode(INSERT.slice(0, length)).kind).toBe('unreadable');
    }
  });

  it('refuses bytes that are no UTF-8', () => {
    const bytes = Buffer.from(INSERT.replace('Jane', 'Jan?'));
    bytes[bytes.indexOf('?')] = 0xff;

    expect(decodeItemChange(bytes)).toEqual({
      kind: 'unreadable',
      reason: 'The record is no UTF-8 text',
    });
  });

  it('refuses what is nested too deep, however deep', () => {
    const nested = (depth: number) =>
      INSERT.replace('{"NULL":true}', `${'{"L":['.repeat(depth)}{"S":"x"}${']}'.repeat(depth)}`);

    expect(decode(nested(31)).kind).toBe('change');
    expect(decode(nested(70))).toMatchObject({
      reason: expect.stringContaining('nested deeper') as string,
    });
    expect(decode(nested(50_000)).kind).toBe('unreadable');
  });

  it('never throws', () => {
    const cut = fc
      .tuple(fc.nat(INSERT.length), fc.nat(20), fc.string({ unit: 'binary', maxLength: 5 }))
      .map(([at, length, text]) => INSERT.slice(0, at) + text + INSERT.slice(at + length));

    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), cut), (record) => {
        expect(['change', 'unreadable']).toContain(decode(record).kind);
      }),
      { numRuns: 1000 },
    );
  });
});
