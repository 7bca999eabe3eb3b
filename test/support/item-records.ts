import type { AttributeValue, Item } from '../../wire/attribute-value';
import type { AttributePath } from '../../wire/item-column';
import type { RowForm } from '../../wire/item-row';

export interface ItemRecordParts {
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  keys: Item;
  newImage?: Item;
  oldImage?: Item;
  time?: number;
  precision?: string;
  eventId?: string;
}

/** A record of DynamoDB's Kinesis destination, without a line end; the images as the stream carries them. */
export function itemRecordJson(parts: ItemRecordParts): string {
  return JSON.stringify({
    awsRegion: 'eu-west-1',
    eventID: parts.eventId ?? '2ad9e8f0-6f5e-4a0c-9a4e-0c8d6f1b7a35',
    eventName: parts.eventName,
    userIdentity: null,
    recordFormat: 'application/json',
    tableName: 'people',
    dynamodb: {
      ApproximateCreationDateTime: parts.time ?? 1_764_108_300_123,
      Keys: parts.keys,
      NewImage: parts.newImage,
      OldImage: parts.oldImage,
      SizeBytes: 100,
      ApproximateCreationDateTimePrecision: parts.precision,
    },
    eventSource: 'aws:dynamodb',
  });
}

/** A value without order where DynamoDB has none, to be compared with `toEqual`. */
export type Comparable = [type: string, content: unknown];

/** Reads canonical text back by nothing but `JSON.parse`. */
export function comparableItem(item: Item): [name: string, value: Comparable][] {
  return Object.entries(item)
    .map(([name, value]): [string, Comparable] => [name, comparableValue(value)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function comparableValue(value: AttributeValue): Comparable {
  const [[type, content] = ['', null]] = Object.entries(value) as [string, unknown][];
  switch (type) {
    case 'M':
      return [type, comparableItem(content as Item)];
    case 'L':
      return [type, (content as AttributeValue[]).map(comparableValue)];
    case 'SS':
    case 'NS':
    case 'BS':
      return [type, [...(content as string[])].sort()];
    default:
      return [type, content];
  }
}

/** What a row shows of an item in columns, as the text of each leaf by its path. */
export function leavesOf(
  item: Item,
  lists: RowForm['lists'],
  path: AttributePath = [],
): [path: AttributePath, text: string | null][] {
  return Object.entries(item).flatMap(([name, value]) => leaves(value, lists, [...path, name]));
}

function leaves(
  value: AttributeValue,
  lists: RowForm['lists'],
  path: AttributePath,
): [path: AttributePath, text: string | null][] {
  if ('M' in value && Object.keys(value.M).length > 0) return leavesOf(value.M, lists, path);
  if ('L' in value && value.L.length > 0 && lists === 'indexed') {
    return value.L.flatMap((member, index) => leaves(member, lists, [...path, index]));
  }
  if ('NULL' in value) return [[path, null]];
  if ('S' in value) return [[path, value.S]];
  return [[path, plainText(value)]];
}

/** Plain JSON; sets as sorted by code unit. */
function plainText(value: AttributeValue): string {
  if ('N' in value) return value.N;
  if ('B' in value) return value.B;
  if ('BOOL' in value) return String(value.BOOL);
  if ('NS' in value) return `[${[...value.NS].sort().join(',')}]`;
  if ('SS' in value) return JSON.stringify([...value.SS].sort());
  if ('BS' in value) return JSON.stringify([...value.BS].sort());
  if ('L' in value) return `[${value.L.map(nestedText).join(',')}]`;
  if (!('M' in value)) return 'null';
  const members = Object.entries(value.M).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, own]) => `${JSON.stringify(name)}:${nestedText(own)}`).join(',')}}`;
}

function nestedText(value: AttributeValue): string {
  if ('S' in value) return JSON.stringify(value.S);
  return 'B' in value ? JSON.stringify(value.B) : plainText(value);
}
