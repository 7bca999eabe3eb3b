import type { ListShape, MapShape, WireShape } from '../wire-shape';

const WRAPPED: ListShape = { element: 'member' };

/** The elements of a document's members. Bytes become base64, dates ISO 8601; undefined vanishes. */
export function writeXmlMembers(value: object, shape: WireShape): string {
  return Object.entries(value)
    .map(([name, member]) => writeXmlMember(name, member, shape))
    .join('');
}

export function writeXmlMember(name: string, value: unknown, shape: WireShape): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return writeList(name, value, shape);
  const map = shape.maps?.[name];
  if (map !== undefined) return writeMap(name, Object.entries(value), { map, shape });
  return `<${name}>${writeContent(value, shape)}</${name}>`;
}

/** Carriage returns too, which an XML parser would turn into line feeds. */
export function escapeXml(text: string): string {
  return text.replace(
    /[&<>"'\r\u0085\u2028]|[\0-\u0008\u000b\u000c\u000e-\u001f]/g,
    (character) => {
      return ESCAPES[character] ?? `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`;
    },
  );
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function writeContent(value: unknown, shape: WireShape): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) return writeXmlMembers(value, shape);
  return escapeXml(String(value));
}

function writeList(name: string, items: unknown[], shape: WireShape): string {
  const { element, flattened } = shape.lists?.[name] ?? WRAPPED;
  const written = items
    .map((item) => `<${element}>${writeContent(item, shape)}</${element}>`)
    .join('');
  return flattened === true ? written : `<${name}>${written}</${name}>`;
}

function writeMap(
  name: string,
  entries: [string, unknown][],
  { map, shape }: { map: MapShape; shape: WireShape },
): string {
  const element = map.flattened === true ? name : map.entry;
  const written = entries
    .map(([key, value]) => {
      const content = writeContent(value, shape);
      return `<${element}><${map.key}>${escapeXml(key)}</${map.key}><${map.value}>${content}</${map.value}></${element}>`;
    })
    .join('');
  return map.flattened === true ? written : `<${name}>${written}</${name}>`;
}
