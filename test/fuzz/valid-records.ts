import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { invoiceJson } from '../support/invoice-records';
import { itemRecordJson } from '../support/item-records';

const FIXTURES = join(__dirname, '../fixtures');

/** Records as DMS writes them, of every kind. */
export function validRowRecords(): string[] {
  const operations = ['load', 'insert', 'update', 'delete'] as const;
  const made = operations.map((operation, at) =>
    invoiceJson({ operation, invoiceId: 500 + at, customerId: 1219578, order: 50 + at, kwh: 41 }),
  );
  return [...fixtures('dms'), ...made];
}

/** Records as DynamoDB's Kinesis destination writes them, with every type of attribute. */
export function validItemRecords(): string[] {
  const keys = { id: { S: '7' } };
  const item = {
    ...keys,
    total: { N: '99999999999999999999999999999999999999' },
    photo: { B: 'RWdJSWV3PT0=' },
    gone: { NULL: true },
    isActive: { BOOL: false },
    tags: { SS: ['b', 'a', 'Réseau'] },
    scores: { NS: ['3.14', '-7', '1e3'] },
    address: { M: { city: { S: 'Zoë 日本 🚀' }, geo: { L: [{ N: '1' }, { S: '"' }] } } },
  } as const;
  const before = { ...item, isActive: { BOOL: true } };
  return [
    ...fixtures('dynamodb'),
    itemRecordJson({ eventName: 'INSERT', keys, newImage: structuredClone(item) as never }),
    itemRecordJson({
      eventName: 'MODIFY',
      keys,
      newImage: structuredClone(item) as never,
      oldImage: structuredClone(before) as never,
    }),
    itemRecordJson({ eventName: 'REMOVE', keys, oldImage: structuredClone(item) as never }),
  ];
}

function fixtures(folder: string): string[] {
  return readdirSync(join(FIXTURES, folder)).map((name) =>
    readFileSync(join(FIXTURES, folder, name), 'utf8'),
  );
}
