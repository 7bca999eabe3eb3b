import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import type { Endpoint } from '../../../local/endpoint/listen';
import { kinesisRoute } from '../../../local/services/kinesis/route';
import { createKinesis } from '../../../local/services/kinesis/service';
import { listenService } from '../../support/listen-service';
import { clientConfig } from '../../peers/sdk-call';
import { streamActive } from '../../peers/stream-active';

const STREAM = { StreamName: 'cut' };
const HEADERS = {
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'Kinesis_20131202.PutRecord',
};
const BODY = JSON.stringify({ ...STREAM, PartitionKey: 'p', Data: 'A'.repeat(400_000) });
/** All but the last byte: what came looks like a request in all but its end. */
const CUT = BODY.slice(0, -1);

let endpoint: Endpoint;
let client: KinesisClient;

beforeAll(async () => {
  endpoint = await listenService('cut bodies', kinesisRoute, createKinesis);
  client = new KinesisClient(clientConfig(endpoint.url));
  await client.send(new CreateStreamCommand({ ...STREAM, ShardCount: 1 }));
  await streamActive(client, STREAM.StreamName);
});

afterAll(async () => {
  client.destroy();
  await endpoint.close();
});

async function overHttp1(): Promise<void> {
  const socket = connect(Number(new URL(endpoint.url).port), '127.0.0.1');
  const lines = [
    'POST / HTTP/1.1',
    `host: ${new URL(endpoint.url).host}`,
    `content-length: ${BODY.length}`,
    ...Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}`),
  ];
  await new Promise<void>((resolve) =>
    socket.write(`${lines.join('\r\n')}\r\n\r\n${CUT}`, () => resolve()),
  );
  socket.destroy();
  await once(socket, 'close');
}

async function overHttp2(): Promise<void> {
  const session = connectHttp2(endpoint.url);
  const stream = session.request({ ':method': 'POST', ':path': '/', ...HEADERS });
  stream.on('error', () => undefined);
  await new Promise<void>((resolve) => stream.write(CUT, () => resolve()));
  session.destroy();
  await once(session, 'close');
}

async function recordsOfStream(): Promise<Buffer[]> {
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({
      ...STREAM,
      ShardId: 'shardId-000000000000',
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  );
  const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
  return Records.map(({ Data }) => Buffer.from(Data!));
}

describe.each([
  ['HTTP/1.1', overHttp1],
  ['HTTP/2', overHttp2],
])('a request over %s that is cut in the middle of its body', (name, send) => {
  it('does nothing, and the next one is answered', async () => {
    const before = await recordsOfStream();

    await send();
    const Data = Buffer.from(name);
    await client.send(new PutRecordCommand({ ...STREAM, PartitionKey: 'p', Data }));

    expect(await recordsOfStream()).toEqual([...before, Data]);
  });
});
