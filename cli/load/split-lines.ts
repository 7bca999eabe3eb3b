const NEWLINE = 0x0a;

/**
 * The lines of UTF-8 text as it comes in pieces, empty ones left out. Only a newline ends a line: a
 * line separator inside a JSON string does not, as it would with `node:readline`.
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let pending: Uint8Array[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      const line = textOf([...pending, chunk.subarray(from, at)]);
      pending = [];
      from = at + 1;
      if (line !== '') yield line;
    }
    if (from < chunk.length) pending.push(chunk.subarray(from));
  }
  const last = textOf(pending);
  if (last !== '') yield last;
}

function textOf(pieces: readonly Uint8Array[]): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(pieces));
}
