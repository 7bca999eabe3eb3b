import { ServiceError } from '../service-error';
import type { WireShape } from '../wire-shape';
import { memberReader, type MemberReader } from './shape-members';

/** Parses a JSON body into dispatch's types. An empty body is an empty document. */
export function readJsonDocument(body: Uint8Array, shape: WireShape): Record<string, unknown> {
  if (body.length === 0) return {};
  const document = parse(body);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new ServiceError(
      'SerializationException',
      'Start of structure or map found where not expected.',
    );
  }
  return readMembers(document as Record<string, unknown>, memberReader(shape));
}

/** Bytes become base64, dates epoch seconds, members that are undefined vanish. */
export function writeJsonDocument(output: unknown): string {
  return JSON.stringify(toWire(output) ?? {});
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8'));
  } catch (cause) {
    throw new ServiceError('SerializationException', 'The request body is not valid JSON.', {
      cause,
    });
  }
}

function readMembers(value: Record<string, unknown>, read: MemberReader): Record<string, unknown> {
  for (const name in value) {
    const member = value[name];
    if (Array.isArray(member)) value[name] = readItems(name, member, read);
    else if (typeof member === 'object' && member !== null)
      readMembers(member as Record<string, unknown>, read);
    else value[name] = read(name, member);
  }
  return value;
}

function readItems(name: string, items: unknown[], read: MemberReader): unknown[] {
  return items.map((item) => {
    if (Array.isArray(item)) return readItems(name, item, read);
    if (typeof item === 'object' && item !== null)
      return readMembers(item as Record<string, unknown>, read);
    return read(name, item);
  });
}

function toWire(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64');
  }
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(toWire);
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) define(copy, name, toWire(member));
  }
  return copy;
}

/** `__proto__` is a name like any other in a document. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') target[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true });
}
