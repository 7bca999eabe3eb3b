import { decodeDmsRecord } from '../../wire/dms-record';
import type { QuarantinedRecord } from '../../wire/quarantined-record';
import { changeOfRepair } from '../../wire/repair-record';
import type { BatchReply, KinesisEvent, KinesisEventRecord } from './kinesis-event';
import type { Quarantine } from './ports/quarantine';
import { MalformedInvoiceError, readInvoice } from './read-invoice';
import type { InvoiceChange } from './read-invoice';
import { handleInvoice } from './send-alerts';
import type { AlertWork, ChangeOutcome } from './send-alerts';

export type RecordOutcome = ChangeOutcome | 'set-aside' | 'quarantined' | 'retried';

export interface BatchWork extends AlertWork {
  feed: string;
  /** `schema.table` */
  invoiceTable: string;
  quarantine: Quarantine;
  report: {
    /** `sinceArrivalMilliseconds`: from the record's arrival in the stream until now. */
    outcome: (outcome: RecordOutcome, sinceArrivalMilliseconds?: number) => void;
    quarantined: (record: QuarantinedRecord) => void;
    retried: (sequenceNumber: string, error: unknown) => void;
  };
}

/** Customers handled at once within a batch. */
const CUSTOMERS_AT_ONCE = 8;

type Task =
  | { kind: 'invoice'; record: KinesisEventRecord; invoice: InvoiceChange }
  | { kind: 'bad'; record: KinesisEventRecord; reason: string; position: string | null };

/**
 * Handles a batch of one shard. Changes of one customer go one after the other in their order and stop at
 * the first failure; customers do not wait for each other. What cannot be read goes to quarantine and
 * counts as handled. The reply names the first record that was not handled: Lambda sends everything from
 * there again, and what was done behind it is known and not done twice.
 */
export async function handleBatch(event: KinesisEvent, work: BatchWork): Promise<BatchReply> {
  const unhandled = new Set<string>();
  const queues = queuesOf(event, work);
  const lane = async () => {
    for (let queue = queues.shift(); queue !== undefined; queue = queues.shift()) {
      for (const task of await handleQueue(queue, work)) {
        unhandled.add(task.record.kinesis.sequenceNumber);
      }
    }
  };
  await Promise.all(Array.from({ length: CUSTOMERS_AT_ONCE }, lane));
  const first = event.Records.find((record) => unhandled.has(record.kinesis.sequenceNumber));
  if (first === undefined) return { batchItemFailures: [] };
  return { batchItemFailures: [{ itemIdentifier: first.kinesis.sequenceNumber }] };
}

/** A queue for each customer, in order of their first record; a bad record is a queue of its own. */
function queuesOf(event: KinesisEvent, work: BatchWork): Task[][] {
  const queues = new Map<string, Task[]>();
  for (const record of event.Records) {
    const task = taskOf(record, work);
    if (task === undefined) {
      work.report.outcome('set-aside');
      continue;
    }
    const name = task.kind === 'invoice' ? task.invoice.customerId : record.eventID;
    const queue = queues.get(name);
    if (queue === undefined) queues.set(name, [task]);
    else queue.push(task);
  }
  return [...queues.values()];
}

function taskOf(record: KinesisEventRecord, work: BatchWork): Task | undefined {
  const decoded = decodeDmsRecord(Buffer.from(record.kinesis.data, 'base64'));
  if (decoded.kind === 'unreadable') {
    return { kind: 'bad', record, reason: decoded.reason, position: null };
  }
  const change = decoded.kind === 'repair' ? changeOfRepair(decoded) : decoded;
  if (change.kind !== 'change') return undefined;
  const table = `${change.schema}.${change.table}`;
  if (table.toLowerCase() !== work.invoiceTable.toLowerCase()) return undefined;
  try {
    return { kind: 'invoice', record, invoice: readInvoice(change) };
  } catch (error) {
    if (!(error instanceof MalformedInvoiceError)) throw error;
    return { kind: 'bad', record, reason: error.message, position: change.position };
  }
}

/** The tasks that were not handled: the first that failed and all behind it. */
async function handleQueue(queue: Task[], work: BatchWork): Promise<Task[]> {
  for (const [index, task] of queue.entries()) {
    try {
      for (const outcome of await handleTask(task, work)) {
        work.report.outcome(outcome, work.now() - arrivalMilliseconds(task.record));
      }
    } catch (error) {
      work.report.outcome('retried');
      work.report.retried(task.record.kinesis.sequenceNumber, error);
      return queue.slice(index);
    }
  }
  return [];
}

function arrivalMilliseconds({ kinesis }: KinesisEventRecord): number {
  return Math.round(kinesis.approximateArrivalTimestamp * 1000);
}

async function handleTask(task: Task, work: BatchWork): Promise<RecordOutcome[]> {
  if (task.kind === 'invoice') return handleInvoice(task.invoice, work);
  const quarantined = quarantinedRecord(task, work.feed);
  await work.quarantine.put(quarantined);
  work.report.quarantined(quarantined);
  return ['quarantined'];
}

function quarantinedRecord(task: Extract<Task, { kind: 'bad' }>, feed: string): QuarantinedRecord {
  const { eventID, kinesis } = task.record;
  return {
    feed,
    function: 'billing-alerts',
    reason: task.reason,
    shard_id: eventID.slice(0, eventID.lastIndexOf(':')),
    sequence_number: kinesis.sequenceNumber,
    partition_key: kinesis.partitionKey,
    arrival_time: new Date(arrivalMilliseconds(task.record)).toISOString(),
    position: task.position,
    payload_base64: kinesis.data,
  };
}
