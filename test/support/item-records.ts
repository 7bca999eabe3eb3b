import type { AttributeValue, Item } from '../../wire/attribute-value';

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
