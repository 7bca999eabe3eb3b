/** Into one buffer for all texts, since to allocate costs more than to encode; what it gives stands until the next. */
function encoder(encoding: 'base64' | 'utf8', bytesOfUnit: number): (text: string) => Buffer {
  let buffer = Buffer.allocUnsafe(64 * 1024);
  return (text) => {
    const bytesMax = Math.ceil(text.length * bytesOfUnit);
    if (bytesMax > buffer.length) buffer = Buffer.allocUnsafe(2 * bytesMax);
    return buffer.subarray(0, buffer.write(text, encoding));
  };
}

/** The bytes of a record. */
export const decodeData = encoder('base64', 3 / 4);

/** The bytes of a row. */
export const encodeRow = encoder('utf8', 3);
