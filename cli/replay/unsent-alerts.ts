import { BatchGetItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { invoiceTable } from '../invoice-table';
import type { RelationalTarget } from '../target';
import type { LakeChange } from './lake-changes';

type Key = Record<string, AttributeValue>;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const KEYS_MAX = 100;

/**
 * The inserts of invoices whose alerts were never settled: to send them again would page people now. An
 * insert is settled when the history knows its invoice as judged, at its position or a later one.
 */
export async function unsentAlerts(
  target: RelationalTarget,
  changes: readonly LakeChange[],
): Promise<Set<LakeChange>> {
  const table = invoiceTable(target);
  const inserts = changes.filter(
    (change) =>
      change['operation'] === 'insert' && change['table_name'] === table && namesInvoice(change),
  );
  const judged = new Map<string, string>();
  for (let from = 0; from < inserts.length; from += KEYS_MAX) {
    for (const [name, position] of await judgedAt(target, inserts.slice(from, from + KEYS_MAX))) {
      judged.set(name, position);
    }
  }
  return new Set(
    inserts.filter((insert) => (judged.get(nameOf(keyOf(insert))) ?? '') < positionOf(insert)),
  );
}

/** What names none is put aside by the consumer, and pages nobody. */
function namesInvoice(insert: LakeChange): boolean {
  return Object.values(keyOf(insert)).every(({ S }) => S !== '');
}

function positionOf(change: LakeChange): string {
  return change['position'] ?? '';
}

async function judgedAt(
  { clients, feed }: RelationalTarget,
  inserts: readonly LakeChange[],
): Promise<Map<string, string>> {
  const { historyTable } = feed.alerts;
  const judged = new Map<string, string>();
  const keys = new Map(inserts.map(keyOf).map((key) => [nameOf(key), key]));
  let waiting: Key[] = [...keys.values()];
  while (waiting.length > 0) {
    const { Responses, UnprocessedKeys } = await clients.dynamodb.send(
      new BatchGetItemCommand({
        RequestItems: { [historyTable]: { Keys: waiting, ConsistentRead: true } },
      }),
    );
    for (const item of Responses?.[historyTable] ?? []) {
      if (item['judged']?.BOOL === true) judged.set(nameOf(item), item['position']?.S ?? '');
    }
    waiting = UnprocessedKeys?.[historyTable]?.Keys ?? [];
  }
  return judged;
}

function keyOf(insert: LakeChange): Key {
  const row = JSON.parse(insert['row_json'] ?? '{}') as Record<string, string | null>;
  return {
    customer_id: { S: row['customer_id'] ?? '' },
    invoice_id: { S: row['invoice_id'] ?? '' },
  };
}

function nameOf(key: Key): string {
  return `${key['customer_id']?.S ?? ''} ${key['invoice_id']?.S ?? ''}`;
}
