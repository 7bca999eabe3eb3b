/** DER of ITU-T X.690, as far as a certificate needs it: each function returns tag, length, content. */
export function octets(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

export function sequence(...parts: Buffer[]): Buffer {
  return octets(0x30, Buffer.concat(parts));
}

export function set(...parts: Buffer[]): Buffer {
  return octets(0x31, Buffer.concat(parts));
}

/** `bytes` big-endian, its first bit the sign. */
export function integer(bytes: Buffer): Buffer {
  return octets(0x02, bytes);
}

export function bitString(bytes: Buffer): Buffer {
  return octets(0x03, Buffer.concat([Buffer.from([0]), bytes]));
}

export function utf8(text: string): Buffer {
  return octets(0x0c, Buffer.from(text));
}

/** `YYMMDDhhmmssZ`. */
export function utcTime(text: string): Buffer {
  return octets(0x17, Buffer.from(text));
}

export function explicit(number: number, content: Buffer): Buffer {
  return octets(0xa0 | number, content);
}

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return octets(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

function length(count: number): Buffer {
  if (count < 0x80) return Buffer.from([count]);
  if (count < 0x100) return Buffer.from([0x81, count]);
  return Buffer.from([0x82, count >> 8, count & 0xff]);
}
