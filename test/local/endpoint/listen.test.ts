import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import type { Exchange } from '../../../local/endpoint/exchange';
import { listenEndpoint, type Endpoint } from '../../../local/endpoint/listen';

const echo: Exchange = (request) =>
  Promise.resolve({
    status: 200,
    headers: { 'x-path': request.path, 'x-query': request.query },
    body: request.body,
  });

describe('the endpoint', () => {
  let endpoint: Endpoint;

  beforeEach(async () => {
    endpoint = await listenEndpoint({ exchange: echo, host: '127.0.0.1', port: 0 });
  });

  afterEach(() => endpoint.close());

  const send = (headers: Record<string, string>, { body = '', method = 'POST' } = {}) =>
    new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>(
      (resolve, reject) => {
        const request = httpRequest(`${endpoint.url}/a/b?c=d`, { method, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString(),
            }),
          );
        });
        request.on('error', reject);
        request.end(body);
      },
    );

  it('answers HTTP/1.1, large bodies included', async () => {
    const body = 'x'.repeat(3_000_000);

    const answer = await send({}, { body });

    expect(answer).toMatchObject({ status: 200, headers: { 'x-path': '/a/b', 'x-query': 'c=d' } });
    expect(answer.text).toBe(body);
  });

  it('answers HTTP/2 with prior knowledge on the same port', async () => {
    const session = connect(endpoint.url);
    const stream = session.request({ ':method': 'POST', ':path': '/p' });
    stream.end('y'.repeat(2_000_000));
    let length = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) length += chunk.length;
    session.destroy();

    expect(length).toBe(2_000_000);
  });

  it.each([
    ['a page of another origin', { origin: 'http://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['a host name that was rebound to this machine', { host: 'evil.example' }],
    ['a name that only starts like loopback', { host: '127.0.0.1.evil.example' }],
    ['a name that only ends like loopback', { host: 'evil-localhost' }],
    ['a name behind a login', { host: '127.0.0.1@evil.example' }],
    ['an image or a form of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page that another port of this machine serves', { 'sec-fetch-site': 'same-site' }],
    ['a page that lies in a bucket', { 'sec-fetch-site': 'same-origin' }],
  ])('refuses %s, without CORS headers', async (_, headers) => {
    const answer = await send(headers);

    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each([{ host: 'localhost:1' }, { host: '[::1]:1' }, { host: 'lake.localhost:1' }])(
    'answers loopback as %o',
    async (headers) => {
      expect((await send(headers)).status).toBe(200);
    },
  );

  it.each([
    ['a page of another origin', { origin: 'http://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['a name that was rebound', { ':authority': 'evil.example' }],
    [
      'a rebound name behind a Host that is not',
      { ':authority': 'evil.example', host: '127.0.0.1' },
    ],
    ['an image of another site', { 'sec-fetch-site': 'cross-site' }],
  ])('refuses %s over HTTP/2 too', async (_, headers) => {
    const session = connect(endpoint.url);
    const stream = session.request({ ':path': '/', ...headers });
    const [answer] = (await once(stream, 'response')) as [Record<string, unknown>];
    session.destroy();

    expect(answer[':status']).toBe(403);
    expect(answer).not.toHaveProperty('access-control-allow-origin');
  });

  it('grants no preflight', async () => {
    const answer = await send(
      {
        origin: 'http://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-amz-target,authorization',
      },
      { method: 'OPTIONS' },
    );

    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-'))).toEqual([]);
  });

  it('closes a connection on which nothing is ever said', async () => {
    const impatient = await listenEndpoint({
      exchange: echo,
      host: '127.0.0.1',
      port: 0,
      limits: { idleMilliseconds: 20, answerMilliseconds: 1000 },
    });

    const socket = connectSocket({ host: '127.0.0.1', port: impatient.port });
    await once(socket, 'close');

    await impatient.close();
  });

  it('keeps an idle HTTP/2 session open while its request is being answered', async () => {
    const untilAnotherIsClosed = () => once(connect(patient.url), 'close');
    const patient = await listenEndpoint({
      exchange: async () => {
        await untilAnotherIsClosed();
        return { status: 200, headers: {}, body: Buffer.from('late') };
      },
      host: '127.0.0.1',
      port: 0,
      limits: { idleMilliseconds: 20, answerMilliseconds: 60_000 },
    });
    const session = connect(patient.url);
    const closed = once(session, 'close');
    const stream = session.request({ ':path': '/' });
    let text = '';
    for await (const chunk of stream as AsyncIterable<Buffer>) text += chunk.toString();

    await closed;
    await patient.close();
    expect(text).toBe('late');
  });

  it('names the port that another program has', async () => {
    await expect(
      listenEndpoint({ exchange: echo, host: '127.0.0.1', port: endpoint.port }),
    ).rejects.toThrow(`Port ${endpoint.port} on 127.0.0.1 is in use`);
  });
});
