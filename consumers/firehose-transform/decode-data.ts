let buffer = Buffer.allocUnsafe(64 * 1024);

/**
 * The bytes of a record. They stand until the next record's are decoded: one buffer serves all, since to
 * allocate costs more than to decode.
 */
export function decodeData(base64: string): Buffer {
  const bytesMax = Math.ceil((base64.length * 3) / 4);
  if (bytesMax > buffer.length) buffer = Buffer.allocUnsafe(2 * bytesMax);
  return buffer.subarray(0, buffer.write(base64, 'base64'));
}
