import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A file of the outbox, as far as the demo counts it. */
const published = z.object({ attributes: z.object({ kind: z.object({ Value: z.string() }) }) });

export interface SentAlerts {
  /** By kind: `bill-ready`, `usage-above-normal`. */
  counts: Record<string, number>;
  /** The file of one of them. */
  example: string | undefined;
}

/** Counts the messages in the outbox of a topic by their kind; `seen` spares reading a file twice. */
export function createAlertCounter(outbox: string, topicArn: string): () => SentAlerts {
  const topic = topicArn.slice(topicArn.lastIndexOf(':') + 1);
  const folder = join(outbox, topic, 'published');
  const seen = new Set<string>();
  const sent: SentAlerts = { counts: {}, example: undefined };
  return () => {
    const names = existsSync(folder) ? readdirSync(folder) : [];
    for (const name of names.filter((candidate) => !seen.has(candidate))) {
      seen.add(name);
      const path = join(folder, name);
      const kind = kindOf(readFileSync(path, 'utf8'));
      sent.counts[kind] = (sent.counts[kind] ?? 0) + 1;
      if (kind === 'usage-above-normal') sent.example ??= path;
    }
    return sent;
  };
}

function kindOf(text: string): string {
  return published.parse(JSON.parse(text)).attributes.kind.Value;
}
