import type { HttpRequest } from './exchange';
import { ServiceError } from './service-error';

/**
 * Takes `aws-chunked` framing off a body: how SDKs send streams, with the checksum as a trailer. The
 * trailers become headers. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function decodeAwsChunked(request: HttpRequest): HttpRequest {
  const encodings = splitEncodings(request.headers['content-encoding']);
  const hash = request.headers['x-amz-content-sha256'] ?? '';
  if (!encodings.includes('aws-chunked') && !hash.startsWith('STREAMING-')) return request;
  const { content, trailers } = readChunks(Buffer.from(request.body));
  const declared = request.headers['x-amz-decoded-content-length'];
  if (declared !== undefined && Number(declared) !== content.length) throw incompleteBody();
  const headers = { ...request.headers };
  const kept = encodings.filter((encoding) => encoding !== 'aws-chunked').join(',');
  if (kept === '') Reflect.deleteProperty(headers, 'content-encoding');
  else headers['content-encoding'] = kept;
  return {
    ...request,
    headers: { ...headers, 'content-length': String(content.length), ...trailers },
    body: content,
  };
}

function readChunks(body: Buffer): { content: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', offset);
    const size = /^([0-9a-fA-F]+)(?:;|$)/.exec(
      body.toString('latin1', offset, Math.max(lineEnd, 0)),
    )?.[1];
    if (lineEnd < 0 || size === undefined) throw incompleteBody();
    const start = lineEnd + 2;
    const end = start + parseInt(size, 16);
    if (end === start)
      return { content: Buffer.concat(chunks), trailers: readTrailers(body, start) };
    if (end + 2 > body.length) throw incompleteBody();
    chunks.push(body.subarray(start, end));
    offset = end + 2;
  }
}

function readTrailers(body: Buffer, start: number): Record<string, string> {
  const lines = body.toString('latin1', start).split(/\r?\n/);
  return Object.fromEntries(
    lines
      .filter((line) => line.includes(':') && !line.startsWith('x-amz-trailer-signature'))
      .map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
}

function splitEncodings(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function incompleteBody(): ServiceError {
  return new ServiceError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header.',
  );
}
