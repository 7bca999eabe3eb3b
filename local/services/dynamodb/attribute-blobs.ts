/**
 * Binary attribute values: base64 inside dynalite, `Uint8Array` at dispatch, as in the AWS SDK. An
 * attribute that is itself named `B` holds an object, not a string, so it is never mistaken for one.
 */
export function bytesToBase64(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(bytesToBase64);
  return mapMembers(value, bytesToBase64);
}

export function base64ToBytes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(base64ToBytes);
  if (value === null || typeof value !== 'object') return value;
  const [[name, content] = [], ...more] = Object.entries(value);
  if (more.length === 0 && name === 'B' && typeof content === 'string') {
    return { B: decode(content) };
  }
  if (more.length === 0 && name === 'BS' && isTexts(content)) return { BS: content.map(decode) };
  return mapMembers(value, base64ToBytes);
}

function mapMembers(value: unknown, map: (member: unknown) => unknown): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, map(member)]));
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function decode(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}
