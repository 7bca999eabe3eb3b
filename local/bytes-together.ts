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
