import { Chance } from './chance';
import { HARD_MAKERS, ITEM_KINDS } from './generate-items';
import type { ItemKind } from './generate-items';
import { HARD_VALUES } from './true-value';
import type { TrueItem, TrueValue } from './true-value';

export interface GeneratedRecord {
  kind: string;
  operation: 'insert' | 'update' | 'delete';
  keys: TrueItem;
  newImage: TrueItem | undefined;
  oldImage: TrueItem | undefined;
  /** The record as Firehose hands it over: base64 of JSON. */
  data: string;
}

const EVENTS = { insert: 'INSERT', update: 'MODIFY', delete: 'REMOVE' } as const;
const SEED = 864_732;
const DELETED_PERCENT = 8;
const INSERTED_PERCENT = 35;
const HARD_PERCENT = 9;

/** The same records in every run: what DynamoDB sends of tables with items of every type. */
export function generateRecords(count: number): GeneratedRecord[] {
  const chance = new Chance(SEED);
  return Array.from({ length: count }, (_, id) => generateRecord(chance, id));
}

function generateRecord(chance: Chance, id: number): GeneratedRecord {
  const kind = chooseKind(chance);
  const item = kind.make(chance, id);
  if (chance.percent(HARD_PERCENT)) {
    const hard = HARD_VALUES[id % HARD_VALUES.length] ?? HARD_VALUES[0];
    item['extra'] = { ...HARD_MAKERS[hard](chance), hard };
  }
  const keys = Object.fromEntries(Object.entries(item).filter(([name]) => kind.key.includes(name)));
  const isDeleted = chance.percent(DELETED_PERCENT);
  const isInserted = chance.percent(INSERTED_PERCENT);
  const operation = isDeleted ? 'delete' : isInserted ? 'insert' : 'update';
  const newImage =
    operation === 'delete' ? undefined : { ...item, ...touched(kind, chance, operation) };
  const oldImage = operation === 'insert' ? undefined : item;
  const change = { kind: kind.name, operation, keys, newImage, oldImage } as const;
  return { ...change, data: Buffer.from(recordJson(change, id)).toString('base64') };
}

function touched(kind: ItemKind, chance: Chance, operation: 'insert' | 'update'): TrueItem {
  return operation === 'update' ? kind.touch(chance) : {};
}

function chooseKind(chance: Chance): ItemKind {
  let left = chance.below(100);
  const chosen = ITEM_KINDS.find(({ share }) => (left -= share) < 0);
  if (chosen === undefined) throw new Error('The shares of the kinds of items are no hundred');
  return chosen;
}

function recordJson(change: Omit<GeneratedRecord, 'data'>, id: number): string {
  const { operation, keys, newImage, oldImage } = change;
  return JSON.stringify({
    awsRegion: 'eu-west-1',
    eventID: `2ad9e8f0-6f5e-4a0c-9a4e-${String(id).padStart(12, '0')}`,
    eventName: EVENTS[operation],
    userIdentity: null,
    recordFormat: 'application/json',
    tableName: change.kind,
    dynamodb: {
      ApproximateCreationDateTime: 1_764_108_300_000_000 + id * 1000,
      Keys: wireItem(keys),
      ...(newImage !== undefined && { NewImage: wireItem(newImage) }),
      ...(oldImage !== undefined && { OldImage: wireItem(oldImage) }),
      SizeBytes: 500,
      ApproximateCreationDateTimePrecision: 'MICROSECOND',
    },
    eventSource: 'aws:dynamodb',
  });
}

function wireItem(item: TrueItem): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, wireValue(value)]));
}

/** The destination encodes binary twice. */
function wireValue(value: TrueValue): Record<string, unknown> {
  switch (value.type) {
    case 'M':
      return { M: wireItem(value.value) };
    case 'L':
      return { L: value.value.map(wireValue) };
    case 'B':
      return { B: Buffer.from(value.value).toString('base64') };
    case 'BS':
      return { BS: value.value.map((one) => Buffer.from(one).toString('base64')) };
    case 'NULL':
      return { NULL: true };
    case 'N':
      return { N: value.hard === '1.23e+40' ? value.hard : value.value };
    default:
      return { [value.type]: value.value };
  }
}
