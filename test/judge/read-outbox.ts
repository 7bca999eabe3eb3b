import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Published {
  attributes: Record<string, { Value: string }>;
  body: string;
}

/** `kind customer period invoice` of each message; what attributes and body disagree on shows both. */
export function readOutbox(directory: string): string[] {
  return readdirSync(directory).map((name) => {
    const text = readFileSync(join(directory, name), 'utf8');
    const { attributes, body } = JSON.parse(text) as Published;
    const alert = JSON.parse(body) as Record<string, string>;
    const agreed = (field: string) => {
      const [outside, inside] = [attributes[field]?.Value, alert[field]];
      return outside === inside ? String(outside) : `${String(outside)}|${String(inside)}`;
    };
    const invoice = String(alert['invoice_id']);
    return `${agreed('kind')} ${agreed('customer_id')} ${agreed('period')} ${invoice}`;
  });
}
