import type { CloudEvent } from '../../local/cloud';
import type { DurableState } from './durable-state';

/** A line of the lake, of either kind of feed. */
export type LakeLine = Record<string, string | null>;

/** The same for an alert as it was planned, claimed and sent. */
export interface NamedAlert {
  kind: string;
  customer: string;
  invoice: string;
  amount: string;
}

export function nameOfAlert({ kind, customer, invoice, amount }: NamedAlert): string {
  return `${kind} of ${customer} for invoice ${invoice} (${amount})`;
}

export interface SentAlert extends NamedAlert {
  messageId: string;
}

export interface LedgerEntry extends NamedAlert {
  alert: string;
  state: string;
  leaseUntil: string;
}

/** What a run left behind, read from what lies on its disk by nothing of the product. */
export interface Evidence {
  lake: LakeLine[];
  /** Records under the error prefix, as they came: they never reach the lake by themselves. */
  quarantined: string[];
  /** Records in the failure destination of the mapping: the function is not called for them again. */
  givenUp: string[];
  alerts: SentAlert[];
  ledger: LedgerEntry[];
}

export function readEvidence({ trees, items }: DurableState): Evidence {
  const objects = [...trees]
    .filter(([name]) => name.startsWith('s3/'))
    .flatMap(([, content]) => [...content])
    .map(([key, bytes]) => ({ key, text: Buffer.from(bytes).toString() }));
  const lines = (isHere: (key: string) => boolean) =>
    objects.filter(({ key }) => isHere(key)).flatMap(({ text }) => linesOf(text));
  const isLake = (key: string) => /(^|\/)changes\//.test(key);
  return {
    lake: lines(isLake),
    quarantined: lines((key) => key.includes('errors/')).map(({ rawData }) =>
      decoded(rawData ?? ''),
    ),
    givenUp: lines((key) => key.startsWith('aws/lambda/')).flatMap(({ payload }) =>
      (JSON.parse(payload ?? '{"Records":[]}') as { Records: Batched[] }).Records.map(
        ({ kinesis }) => decoded(kinesis.data),
      ),
    ),
    alerts: [...(trees.get('outbox') ?? [])]
      .filter(([key]) => key.includes('/published/') && key.includes('alerts'))
      .map(([, bytes]) => sentAlert(JSON.parse(Buffer.from(bytes).toString()) as Message)),
    ledger: [...items.values()]
      .flatMap((content) => [...content])
      .filter(([key]) => /^item-[^~]*-ledger~/.test(key))
      .map(([, item]) => ledgerEntry(item as Record<string, { S?: string }>))
      .filter(({ alert }) => !alert.startsWith('first-load|')),
  };
}

function linesOf(text: string): LakeLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LakeLine);
}

interface Batched {
  kinesis: { data: string };
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}

interface Message {
  messageId: string;
  body: string;
}

function sentAlert({ messageId, body }: Message): SentAlert {
  return { messageId, ...namedIn(JSON.parse(body) as Record<string, string>) };
}

/** What a message's body says of its alert. */
export function namedIn(body: Record<string, string>): NamedAlert {
  return {
    kind: body['kind'] ?? '',
    customer: body['customer_id'] ?? '',
    invoice: body['invoice_id'] ?? '',
    amount: body['total_amount_due'] ?? '',
  };
}

function ledgerEntry(item: Record<string, { S?: string }>): LedgerEntry {
  const { body } = JSON.parse(item['message']?.S ?? '{"body":{}}') as {
    body: Record<string, string>;
  };
  return {
    ...namedIn(body),
    alert: item['alert']?.S ?? '',
    state: item['state']?.S ?? '',
    leaseUntil: item['lease_until']?.S ?? '',
  };
}

/** Errors that are no weather but bugs: what a service threw where it should have answered. */
export function bugsIn(reports: readonly CloudEvent[]): string[] {
  return reports
    .filter(({ source, level }) => source === 'endpoint' && level === 'error')
    .map(({ message }) => message);
}
