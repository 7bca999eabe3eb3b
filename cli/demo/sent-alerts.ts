import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A file of the outbox, as far as the demo counts it. */
const published = z.object({
  attributes: z.object({ kind: z.object({ Value: z.string() }) }),
  body: z.string(),
});
const body = z.object({ customer_id: z.coerce.string(), invoice_id: z.coerce.string() });

export interface SentAlerts {
  /** By kind: `bill-ready`, `usage-above-normal`. */
  counts: Record<string, number>;
  /** `kind customer invoice` of each alert, with how often it was sent. */
  times: Map<string, number>;
  /** The file of one of them. */
  example: string | undefined;
}

/** Counts the messages in the outbox of a topic by their kind; `seen` spares reading a file twice. */
export function createAlertCounter(outbox: string, topicArn: string): () => SentAlerts {
  const topic = topicArn.slice(topicArn.lastIndexOf(':') + 1);
  const folder = join(outbox, topic, 'published');
  const seen = new Set<string>();
  const sent: SentAlerts = { counts: {}, times: new Map(), example: undefined };
  return () => {
    const names = existsSync(folder) ? readdirSync(folder) : [];
    for (const name of names.filter((candidate) => !seen.has(candidate))) {
      seen.add(name);
      const path = join(folder, name);
      const { kind, name: alert } = read(readFileSync(path, 'utf8'));
      sent.counts[kind] = (sent.counts[kind] ?? 0) + 1;
      sent.times.set(alert, (sent.times.get(alert) ?? 0) + 1);
      if (kind === 'usage-above-normal') sent.example ??= path;
    }
    return sent;
  };
}

function read(text: string): { kind: string; name: string } {
  const file = published.parse(JSON.parse(text));
  const kind = file.attributes.kind.Value;
  const { customer_id, invoice_id } = body.parse(JSON.parse(file.body));
  return { kind, name: alertName({ kind, customerId: customer_id, invoiceId: invoice_id }) };
}

export function alertName(alert: { kind: string; customerId: string; invoiceId: string }): string {
  return `${alert.kind} ${alert.customerId} ${alert.invoiceId}`;
}
