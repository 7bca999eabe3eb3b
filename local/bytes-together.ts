/** Each item with the bytes of its text, which lie in one piece of memory: one of its own for each costs more than to write it. */
export function bytesTogether<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
  encoding: 'utf8' | 'base64' = 'utf8',
): [Item, Buffer][] {
  const length = items.reduce((sum, item) => sum + Buffer.byteLength(textOf(item), encoding), 0);
  const memory = Buffer.allocUnsafe(length);
  let end = 0;
  return items.map((item) => {
    const start = end;
    end += memory.write(textOf(item), start, encoding);
    return [item, memory.subarray(start, end)];
  });
}

/** All pieces as one, copied only where they do not lie behind each other already, as `bytesTogether` leaves them. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const [first = new Uint8Array()] = pieces;
  let end = first.byteOffset;
  for (const { buffer, byteOffset, length } of pieces) {
    if (buffer !== first.buffer || byteOffset !== end) return Buffer.concat(pieces);
    end += length;
  }
  return new Uint8Array(first.buffer, first.byteOffset, end - first.byteOffset);
}
