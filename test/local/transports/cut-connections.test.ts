import { once } from 'node:events';
import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { FirehoseClient, ListDeliveryStreamsCommand } from '@aws-sdk/client-firehose';
import type { Endpoint } from '../../../local/endpoint/listen';
import { firehoseRoute } from '../../../local/services/firehose/route';
import { createFirehose } from '../../../local/services/firehose/service';
import { listenService } from '../../support/listen-service';

type Cut = 'in the request' | 'in the response' | 'never';

let endpoint: Endpoint;
let proxy: Server;
let cuts: Cut[] = [];

/** Stands before the endpoint, and breaks connections as it is told, one entry of `cuts` each. */
beforeAll(async () => {
  endpoint = await listenService('cut connections', firehoseRoute, createFirehose);
  proxy = createServer((client) => relay(client, cuts.shift() ?? 'never'));
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
});

afterAll(async () => {
  proxy.close();
  await endpoint.close();
});

function relay(client: Socket, cut: Cut): void {
  const { port } = new URL(endpoint.url);
  const server = connect(Number(port), '127.0.0.1');
  client.on('error', () => undefined).on('close', () => server.destroy());
  server.on('error', () => undefined).on('close', () => client.destroy());
  client.on('data', (bytes) => {
    if (cut !== 'in the request') server.write(bytes);
    else server.write(bytes.subarray(0, 40), () => client.destroy());
  });
  server.on('data', (bytes) => {
    if (cut !== 'in the response') client.write(bytes);
    else client.write(bytes.subarray(0, 20), () => client.destroy());
  });
}

describe.each(['in the request', 'in the response'] as const)('a connection cut %s', (cut) => {
  it('is tried again by the SDK, and the endpoint answers the next one', async () => {
    cuts = [cut];
    const client = new FirehoseClient({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`,
      credentials: { accessKeyId: 'operator', secretAccessKey: 'secret' },
    });

    const { DeliveryStreamNames, $metadata } = await client.send(
      new ListDeliveryStreamsCommand({}),
    );
    client.destroy();

    expect(DeliveryStreamNames).toEqual([]);
    expect($metadata.attempts).toBe(2);
  });
});
