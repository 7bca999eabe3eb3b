import { imageOf, plainItemText, plainNumber } from './plain-item-text';
import { plainMember, plainReading, plainText, type PlainJson } from './plain-reading';

type Line = Record<string, string | null>;

/** Why a line of the lake is no true reading of the record, by plain JSON alone; undefined where it is. */
export function judgeRowLine(record: Uint8Array, line: string): string | undefined {
  const plain = plainReading(record);
  if (plain === undefined) return 'A record that is no JSON has a line in the lake';
  const row = JSON.parse(line) as Line;
  if (row['table_name'] !== 'dbo.invoices') return undefined;
  const data = lowerCased(plainMember(plain, 'data'));
  for (const [column, text] of Object.entries(JSON.parse(row['row_json'] ?? '') as Line)) {
    const told = plainText(data.get(column) ?? null);
    if (!isSameValue(told, text)) {
      return `Column ${column} stands in the lake as ${String(text)}, the record says ${String(told)}`;
    }
  }
  return undefined;
}

/** As `judgeRowLine`, for an item's record. */
export function judgeItemLine(record: Uint8Array, line: string): string | undefined {
  const plain = plainReading(record);
  if (plain === undefined) return 'A record that is no JSON has a line in the lake';
  const row = JSON.parse(line) as Line;
  if (row['table_name'] === 'tributary_canary') return undefined;
  const pairs = [
    ['key_json', 'Keys'],
    ['row_json', 'NewImage'],
    ['before_json', 'OldImage'],
  ] as const;
  for (const [column, member] of pairs) {
    const told = imageOf(plain, member);
    const stands = row[column] ?? null;
    if (stands === null && told === undefined) continue;
    const image = plainReading(Buffer.from(stands ?? ''));
    const [left, right] = [plainItemText(told, 'twice'), plainItemText(image, 'once')];
    if (left === undefined || left !== right) {
      return `${column} stands in the lake as ${String(right)}, the record says ${String(left)}`;
    }
  }
  return undefined;
}

function lowerCased(data: PlainJson | undefined): Map<string, PlainJson> {
  const members = typeof data === 'object' && data !== null ? Object.entries(data) : [];
  return new Map(members.map(([name, value]) => [name.toLowerCase(), value]));
}

/** Numbers of equal value are the same, and a date may have lost a time of midnight. */
function isSameValue(told: string | null, stands: string | null): boolean {
  if (told === null || stands === null) return told === stands;
  const text = stands.startsWith('?') ? stands.slice(1) : stands;
  if (text === told || told.trim().startsWith(text)) return true;
  try {
    return plainNumber(told.trim()) === plainNumber(text);
  } catch {
    return false;
  }
}
