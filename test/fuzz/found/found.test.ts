import { listenEndpoint } from '../../../local/endpoint/listen';
import { throwBytes } from '../throw-bytes';
import { FOUND_AT_THE_ENDPOINT } from './found.data';

describe('the endpoint', () => {
  it.each(FOUND_AT_THE_ENDPOINT)('closes %s', async (_, base64) => {
    const endpoint = await listenEndpoint({
      exchange: () => Promise.resolve({ status: 200, headers: {}, body: new Uint8Array() }),
      host: '127.0.0.1',
      port: 0,
      limits: { idleMilliseconds: 50, answerMilliseconds: 100 },
    });

    const end = await throwBytes(endpoint.port, Buffer.from(base64, 'base64'));

    await endpoint.close();
    expect(end).not.toBe('hangs');
  });
});
