/** JSON as `JSON.parse` has it, with each number as the text it came with, behind `NUMBER`. */
export type PlainJson = null | boolean | string | PlainJson[] | { [name: string]: PlainJson };

/** No record of the fuzzer holds this character by itself. */
const NUMBER = '\uE000';

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What any reader of JSON makes of the bytes; undefined where they are no UTF-8 or no JSON. */
export function plainReading(bytes: Uint8Array): PlainJson | undefined {
  try {
    const text = utf8.decode(bytes);
    JSON.parse(text);
    const marked = text.replace(TOKENS, (token) =>
      token.startsWith('"') ? token : `"${NUMBER}${token}"`,
    );
    return JSON.parse(marked) as PlainJson;
  } catch {
    return undefined;
  }
}

/** The text of a value as a row of the lake shows it, apart from what a column's type makes of it. */
export function plainText(value: PlainJson): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value.startsWith(NUMBER) ? value.slice(1) : value;
  return typeof value === 'boolean' ? String(value) : undefinedText(value);
}

export function plainMember(value: PlainJson | undefined, name: string): PlainJson | undefined {
  return typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.hasOwn(value, name)
    ? value[name]
    : undefined;
}

function undefinedText(value: PlainJson): string {
  return JSON.stringify(value).replaceAll(new RegExp(`"${NUMBER}([^"]*)"`, 'g'), '$1');
}
