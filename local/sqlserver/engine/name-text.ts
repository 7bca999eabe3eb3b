import type { ObjectName } from '../tsql/parse/ast';

/** `[my db].dbo."t"` as text, as OBJECT_ID and procedures take it; undefined when it is no name. */
export function parseNameText(text: string): Omit<ObjectName, 'line'> | undefined {
  const parts = [
    ...text.matchAll(/\s*(?:\[((?:[^\]]|\]\])*)\]|"((?:[^"]|"")*)"|([^.[\]"]*))\s*(\.|$)/g),
  ]
    .slice(0, 4)
    .map(([, bracketed, quoted, plain = '']) =>
      (bracketed?.replace(/\]\]/g, ']') ?? quoted?.replace(/""/g, '"') ?? plain).trim(),
    );
  while (parts.length > 1 && parts.at(-1) === '' && !text.trim().endsWith('.')) parts.pop();
  const [name, schema, database] = parts.reverse();
  if (name === undefined || name === '') return undefined;
  return {
    name,
    ...(schema === undefined ? {} : { schema }),
    ...(database === undefined ? {} : { database }),
  };
}
