import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Exchange, HttpRequest, HttpResponse } from './exchange';
import { findForeignOrigin } from './loopback-guard';

/** S3's largest single upload is 5 GiB; a laptop holds a body in memory, so it stops well before. */
const BODY_BYTES_MAX = 512 * 1024 * 1024;

type Incoming = IncomingMessage | Http2ServerRequest;
type Outgoing = ServerResponse | Http2ServerResponse;

/** Answers one request of either HTTP version. A connection that breaks off meanwhile is no error. */
export async function serveRequest(
  exchange: Exchange,
  incoming: Incoming,
  outgoing: Outgoing,
): Promise<void> {
  try {
    const headers = readHeaders(incoming);
    const refusal = findForeignOrigin(headers);
    if (refusal !== undefined) {
      await send(refuse(403, refusal), outgoing);
      return;
    }
    const body = await readBody(incoming);
    if (body === undefined)
      await send(refuse(413, 'The request body is too large for the laptop cloud.'), outgoing);
    else await send(await exchange(readRequest(incoming, headers, body)), outgoing);
  } catch {
    breakConnection(incoming, outgoing);
  }
}

/** A client knows a lost connection from a refusal, and tries again, only when the whole of it breaks. */
function breakConnection(incoming: Incoming, outgoing: Outgoing): void {
  if ('stream' in incoming) incoming.stream.session?.destroy();
  outgoing.destroy();
}

function readRequest(
  incoming: Incoming,
  headers: Record<string, string>,
  body: Uint8Array,
): HttpRequest {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers,
    body,
  };
}

function readHeaders(incoming: Incoming): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  headers['host'] ??= headers[':authority'] ?? '';
  return headers;
}

async function readBody(incoming: Incoming): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    lengthBytes += chunk.length;
    if (lengthBytes > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function refuse(status: number, message: string): HttpResponse {
  return { status, headers: { 'content-type': 'text/plain' }, body: Buffer.from(`${message}\n`) };
}

async function send({ status, headers, body }: HttpResponse, outgoing: Outgoing): Promise<void> {
  const isBytes = body instanceof Uint8Array;
  const hasLength = headers['content-length'] !== undefined || status === 204 || status === 304;
  const length = isBytes && !hasLength ? { 'content-length': String(body.length) } : {};
  (outgoing as ServerResponse).writeHead(status, { ...headers, ...length });
  if (isBytes) outgoing.end(body);
  else await pipeline(Readable.from(body), outgoing as ServerResponse);
}
