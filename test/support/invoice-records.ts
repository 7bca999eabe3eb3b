import type { KinesisEvent } from '../../consumers/billing-alerts/kinesis-event';

export interface InvoiceRecord {
  operation: 'load' | 'insert' | 'update' | 'delete';
  invoiceId: number;
  customerId: number;
  /** Order in the source, from 1; ignored for a load. */
  order: number;
  billingDate?: string;
  kwh?: number | null;
  timestamp?: string;
}

/** A DMS record of `dbo.invoices` as the stream carries it. */
export function invoiceJson(record: InvoiceRecord): string {
  const { operation, order } = record;
  const metadata = {
    timestamp: record.timestamp ?? '2026-11-21T11:05:00.000000Z',
    'record-type': 'data',
    operation,
    'partition-key-type': 'attribute-name',
    'schema-name': 'dbo',
    'table-name': 'invoices',
  };
  const transaction = {
    'transaction-id': order,
    'transaction-record-id': 1,
    'commit-timestamp': '2026-11-21T11:04:59.000000Z',
    'stream-position': `00000027:${order.toString(16).padStart(8, '0')}:0003.${'0'.repeat(20)}`,
  };
  return JSON.stringify({
    data: {
      invoice_id: record.invoiceId,
      customer_id: record.customerId,
      billing_date: record.billingDate ?? '2022-05-15',
      due_date: '2022-05-30',
      balance: null,
      monthly_kwh_use: record.kwh === undefined ? 10 : record.kwh,
      total_amount_due: '20.5',
    },
    metadata: operation === 'load' ? metadata : { ...metadata, ...transaction },
  });
}

/** One shard's batch; sequence numbers count from `from`. */
export function kinesisEvent(payloads: readonly string[], from = 1): KinesisEvent {
  return {
    Records: payloads.map((payload, index) => ({
      eventID: `shardId-000000000000:${from + index}`,
      kinesis: {
        sequenceNumber: String(from + index),
        partitionKey: 'p',
        data: Buffer.from(payload).toString('base64'),
        approximateArrivalTimestamp: 1_669_028_700.5,
      },
    })),
  };
}
