import { parseXml } from '../../../local/endpoint/codecs/parse-xml';
import { jsonCodec } from '../../../local/endpoint/codecs/json';
import { queryCodec } from '../../../local/endpoint/codecs/query';
import { createExchange } from '../../../local/endpoint/create-exchange';
import { createDispatcher } from '../../../local/endpoint/dispatch';
import type { HttpRequest, HttpResponse } from '../../../local/endpoint/exchange';
import { ServiceError } from '../../../local/endpoint/service-error';
import type { ServiceRoute } from '../../../local/endpoint/service-route';
import { ENTRY_MAP, NAMED_ENTRY_MAP } from '../../../local/endpoint/wire-shape';

const sns: ServiceRoute = {
  service: 'sns',
  protocol: 'query',
  signingNames: ['sns'],
  xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  shape: {
    blobs: ['BinaryValue'],
    timestamps: [],
    lists: { TagKeys: { element: 'member' } },
    maps: { Attributes: ENTRY_MAP, MessageAttributes: NAMED_ENTRY_MAP },
  },
};
const dynamodb: ServiceRoute = {
  service: 'dynamodb',
  protocol: 'json',
  jsonVersion: '1.0',
  crc32: true,
  targetPrefix: 'DynamoDB_20120810',
  signingNames: ['dynamodb'],
  shape: { blobs: ['B', 'BS'], timestamps: ['CreationDateTime'] },
};
const text = (response: HttpResponse) => Buffer.from(response.body as Uint8Array).toString();
const form = (body: string): HttpRequest => ({
  method: 'POST',
  path: '/',
  query: '',
  headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  body: Buffer.from(body),
});

describe('the json codec', () => {
  const nested = (depth: number): HttpRequest => ({
    method: 'POST',
    path: '/',
    query: '',
    headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem' },
    body: Buffer.from(`${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`),
  });

  it('reads what is nested as deep as an item may be', () => {
    expect(jsonCodec.decode(nested(40), dynamodb).action).toBe('PutItem');
  });

  it.each([60, 50_000])('refuses what is nested %i times deeper', (depth) => {
    expect(() => jsonCodec.decode(nested(depth), dynamodb)).toThrow(
      'The request body is nested deeper than 100 levels.',
    );
  });
});

describe('parseXml', () => {
  it.each([101, 50_000])('takes %i elements within one another for malformed', (depth) => {
    expect(parseXml(`${'<a>'.repeat(depth)}x${'</a>'.repeat(depth)}`)).toBeUndefined();
  });
});

describe('the query codec', () => {
  it('reads maps, lists and blobs out of numbered parameters', () => {
    const body =
      'Action=Publish&Version=2010-03-31&Message=a%26b&MessageAttributes.entry.1.Name=kind&MessageAttributes.entry.1.Value.DataType=Binary&' +
      'MessageAttributes.entry.1.Value.BinaryValue=AQI%3D&Tags.member.2.Key=second&Tags.member.1.Key=first&TagKeys=';

    expect(queryCodec.decode(form(body), sns)).toEqual({
      action: 'Publish',
      input: {
        Message: 'a&b',
        MessageAttributes: { kind: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) } },
        Tags: [{ Key: 'first' }, { Key: 'second' }],
        TagKeys: [],
      },
    });
  });

  it('writes lists and maps as elements, escaped', () => {
    const output = { Topics: [{ TopicArn: 'a<b' }], Attributes: { Policy: '{"x":1}' } };

    expect(
      text(queryCodec.encode(output, { route: sns, action: 'ListTopics', requestId: 'r' })),
    ).toBe(
      '<ListTopicsResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListTopicsResult><Topics><member><TopicArn>a&lt;b</TopicArn></member></Topics>' +
        '<Attributes><entry><key>Policy</key><value>{&quot;x&quot;:1}</value></entry></Attributes></ListTopicsResult>' +
        '<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></ListTopicsResponse>',
    );
  });
});

describe('the JSON codec', () => {
  it('reads blobs by their names, and leaves attributes of the same name alone', () => {
    const body = Buffer.from('{"Item":{"B":{"B":"AQI="},"S":{"S":"AQI="},"set":{"BS":["Aw=="]}}}');
    const headers = { 'x-amz-target': 'DynamoDB_20120810.PutItem' };

    expect(
      jsonCodec.decode({ method: 'POST', path: '/', query: '', headers, body }, dynamodb),
    ).toEqual({
      action: 'PutItem',
      input: {
        Item: {
          B: { B: new Uint8Array([1, 2]) },
          S: { S: 'AQI=' },
          set: { BS: [new Uint8Array([3])] },
        },
      },
    });
  });

  it('writes dates as epoch seconds, and the checksum that DynamoDB clients check', () => {
    const response = jsonCodec.encode(
      { at: new Date(1500) },
      { route: dynamodb, action: 'X', requestId: 'r' },
    );

    expect(text(response)).toBe('{"at":1.5}');
    // zlib.crc32 of the text above, by Python.
    expect(response.headers['x-amz-crc32']).toBe('309778210');
  });

  it('writes a refusal with its type', () => {
    const error = new ServiceError('ResourceNotFoundException', 'gone', {
      details: { table: 't' },
    });

    expect(
      text(jsonCodec.encodeError(error, { route: dynamodb, action: 'X', requestId: 'r' })),
    ).toBe('{"__type":"ResourceNotFoundException","message":"gone","table":"t"}');
  });
});

describe('the exchange', () => {
  const exchange = createExchange({
    dispatcher: createDispatcher(() => 'r'),
    routes: [sns, dynamodb],
    requestId: () => 'r',
    callers: () => ({
      kind: 'operator',
      account: '000000000000',
      arn: 'arn:aws:iam::000000000000:root',
    }),
  });
  const signed = (service: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=AKID/20261121/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=x`,
  });

  it('names a service that it does not have', async () => {
    const response = await exchange({
      ...form('Action=RunInstances'),
      headers: { ...form('').headers, ...signed('ec2') },
    });

    expect(response.status).toBe(501);
    expect(text(response)).toContain('ec2 is not supported by the laptop cloud');
  });

  it('names an action that a service does not have', async () => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.ExecuteStatement', ...signed('dynamodb') };

    expect(text(await exchange({ ...form('{}'), headers }))).toContain(
      'dynamodb:ExecuteStatement is not supported',
    );
  });

  it('refuses what is not signed', async () => {
    const response = await exchange(form('Action=Publish'));

    expect(response.status).toBe(403);
    expect(text(response)).toContain('<Code>MissingAuthenticationToken</Code>');
  });
});
