import { createHash } from 'node:crypto';
import type { GeneratedRecord } from './generate-records';
import type { HardValue, TrueItem, TrueValue } from './true-value';

/*
 * Judges what the transforms made, from the generated values alone: nothing here is shared with the code
 * that it judges.
 */

export type Fate = 'kept' | 'altered' | 'lost' | 'thrown';

/** Of a record: what became of each of its values, by what makes them hard. */
export type Fates = [what: HardValue | 'deletes' | 'all other values', fate: Fate][];

/** Of the plain transform: its line is plain JSON of the item. A delete has no values but itself. */
export function judgePlain(record: GeneratedRecord, output: string | undefined): Fates {
  if (record.newImage === undefined) return [['deletes', output === undefined ? 'thrown' : 'lost']];
  if (output === undefined)
    return valuesOf(record.newImage).map((value) => [classOf(value), 'thrown']);
  const item = JSON.parse(decoded(output)) as Record<string, unknown>;
  return Object.entries(record.newImage).flatMap(([name, value]) => plainFates(value, item[name]));
}

/** Of ours: the item in `row_json`, and keys, operation and hashes with it. */
export function judgeTributary(record: GeneratedRecord, output: string | undefined): Fates {
  const row = output === undefined ? undefined : (JSON.parse(decoded(output)) as Row);
  const isRight =
    row?.operation === record.operation &&
    row.key_json === canonical(record.keys) &&
    row.old_hash === hashOf(record.oldImage) &&
    row.new_hash === hashOf(record.newImage);
  const fate: Fate = row === undefined ? 'thrown' : isRight ? 'kept' : 'altered';
  if (record.newImage === undefined) {
    return [['deletes', fate === 'kept' && row?.row_json !== null ? 'altered' : fate]];
  }
  const text = row?.row_json ?? null;
  const item = text === null ? {} : (JSON.parse(text) as Record<string, unknown>);
  return Object.entries(record.newImage).flatMap(([name, value]) =>
    typedFates(value, item[name]).map(([what, own]): Fates[number] => [
      what,
      fate === 'kept' ? own : fate,
    ]),
  );
}

interface Row {
  operation: string;
  key_json: string;
  row_json: string | null;
  old_hash: string | null;
  new_hash: string | null;
}

function decoded(output: string): string {
  return Buffer.from(output, 'base64').toString();
}

function classOf({ hard }: TrueValue): Fates[number][0] {
  return hard ?? 'all other values';
}

/** All of an item's values, nested ones and what holds them. */
function valuesOf(item: TrueItem | TrueValue[]): TrueValue[] {
  return Object.values(item).flatMap((value) =>
    value.type === 'M' || value.type === 'L' ? [value, ...valuesOf(value.value)] : [value],
  );
}

function fate(value: TrueValue, isKept: boolean, found: unknown): Fates {
  const isLost = found === undefined || JSON.stringify(found) === '{}';
  return [[classOf(value), isKept ? 'kept' : isLost ? 'lost' : 'altered']];
}

function plainFates(value: TrueValue, found: unknown): Fates {
  const members = (found ?? {}) as Record<string, unknown>;
  switch (value.type) {
    case 'M':
    case 'L':
      return [
        ...fate(
          value,
          typeof found === 'object' && Array.isArray(found) === (value.type === 'L'),
          found,
        ),
        ...Object.entries(value.value).flatMap(([name, own]) => plainFates(own, members[name])),
      ];
    case 'N':
      return fate(value, typeof found === 'number' && plainDecimal(found) === value.value, found);
    case 'SS':
    case 'NS':
    case 'BS':
      return fate(
        value,
        Array.isArray(found) && sameMembers(found.map(String), value.value),
        found,
      );
    default:
      return fate(value, found === value.value, found);
  }
}

function typedFates(value: TrueValue, found: unknown): Fates {
  const content = (found as Record<string, unknown> | undefined)?.[value.type];
  switch (value.type) {
    case 'M':
    case 'L':
      return [
        ...fate(value, typeof content === 'object', found),
        ...Object.entries(value.value).flatMap(([name, own]) =>
          typedFates(own, (content as Record<string, unknown> | undefined)?.[name]),
        ),
      ];
    case 'SS':
    case 'NS':
    case 'BS':
      return fate(
        value,
        Array.isArray(content) && sameMembers(content as string[], value.value),
        found,
      );
    case 'NULL':
      return fate(value, content === true, found);
    default:
      return fate(value, content === value.value, found);
  }
}

function sameMembers(found: string[], value: readonly string[]): boolean {
  return found.sort().join('\n') === [...value].sort().join('\n');
}

/** The shortest digits that name the double, without an exponent. */
function plainDecimal(number: number): string {
  const [digits = '', exponent] = String(number).split('e');
  if (exponent === undefined) return digits;
  const [whole = '', fraction = ''] = digits.split('.');
  return whole + fraction.padEnd(Number(exponent), '0');
}

function hashOf(item: TrueItem | undefined): string | null {
  return item === undefined ? null : createHash('sha256').update(canonical(item)).digest('hex');
}

function canonical(item: TrueItem): string {
  const names = Object.keys(item).sort();
  const members = names.map((name) => {
    const value = item[name];
    return value === undefined ? '' : `${JSON.stringify(name)}:${canonicalValue(value)}`;
  });
  return `{${members.join(',')}}`;
}

function canonicalValue(value: TrueValue): string {
  const typed = (text: string) => `{"${value.type}":${text}}`;
  switch (value.type) {
    case 'M':
      return typed(canonical(value.value));
    case 'L':
      return typed(`[${value.value.map(canonicalValue).join(',')}]`);
    case 'SS':
    case 'NS':
    case 'BS':
      return typed(JSON.stringify([...value.value].sort()));
    case 'NULL':
      return typed('true');
    default:
      return typed(JSON.stringify(value.value));
  }
}
