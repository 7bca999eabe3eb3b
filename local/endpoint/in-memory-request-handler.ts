import { Readable } from 'node:stream';
import type { Exchange, HttpRequest } from './exchange';

/** The part of the SDK's HTTP request that carries the call. */
interface SdkRequest {
  method: string;
  path: string;
  hostname: string;
  port?: number;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: unknown;
}

interface SdkResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: Readable;
}

/** A `requestHandler` for any AWS SDK v3 client that reaches the exchange without a socket. */
export function inMemoryRequestHandler(exchange: Exchange): {
  handle(request: SdkRequest): Promise<{ response: SdkResponse }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
  destroy(): void;
  metadata: { handlerProtocol: string };
} {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
    handle: async (request) => {
      const { status, headers, body } = await exchange(await toHttpRequest(request));
      const stream =
        body instanceof Uint8Array ? Readable.from([Buffer.from(body)]) : Readable.from(body);
      return { response: { statusCode: status, headers, body: stream } };
    },
  };
}

async function toHttpRequest(request: SdkRequest): Promise<HttpRequest> {
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]);
  return {
    method: request.method,
    path: request.path,
    query: writeQuery(request.query ?? {}),
    headers: { host: request.hostname, ...(Object.fromEntries(headers) as Record<string, string>) },
    body: await readBody(request.body),
  };
}

function writeQuery(query: Record<string, string | string[] | null>): string {
  return Object.entries(query)
    .flatMap(([name, values]) => [values].flat().map((value) => [name, value ?? ''] as const))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}

async function readBody(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array | string>)
    chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
