import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defineSettings, type SettingsInput } from '../../settings/define-settings';
import { sqlServerFeed, type SqlServerFeedInput } from '../../settings/sql-server-feed';
import { synthesize } from '../../stacks/synthesize';

/** Handlers that stand in for the functions where only the infrastructure around them is tested. */
export const FIXTURE_CONSUMERS = resolve(__dirname, '../fixtures/consumers');

export function feedInput(changes: Partial<SqlServerFeedInput> = {}) {
  return sqlServerFeed({
    database: { name: 'democustomer' },
    tables: [
      {
        name: 'dbo.invoices',
        key: ['invoice_id'],
        partitionBy: 'customer_id',
        columns: { invoice_id: 'int', customer_id: 'int', total_amount_due: 'varchar(50)' },
      },
      { name: 'dbo.notes', key: [], columns: { note: 'nvarchar(max)' } },
    ],
    alerts: { invoiceTable: 'dbo.invoices' },
    ...changes,
  });
}

export function settingsInput(
  changes: Partial<SettingsInput> = {},
  feed: Partial<SqlServerFeedInput> = {},
): SettingsInput {
  return {
    environment: 'development',
    region: 'eu-west-1',
    feeds: { billing: feedInput(feed) },
    ...changes,
  };
}

export type Block = Record<string, unknown>;

export interface SynthesizedStack {
  /** What cdktf's matchers take. */
  json: string;
  resource: Record<string, Record<string, Block>>;
  data: Record<string, Record<string, Block>>;
  output: Record<string, Block>;
}

/** The Terraform JSON of each stack, as `synthesize` writes it. */
export function synthesized(input: SettingsInput = settingsInput()) {
  const outdir = mkdtempSync(join(tmpdir(), 'tributary-synth-'));
  synthesize(defineSettings(input), { outdir, consumersFolder: FIXTURE_CONSUMERS });
  const stack = (id: string): SynthesizedStack => {
    const json = readFileSync(join(outdir, 'stacks', id, 'cdk.tf.json'), 'utf8');
    return { json, ...(JSON.parse(json) as Omit<SynthesizedStack, 'json'>) };
  };
  const stacks = { network: stack('network'), lake: stack('lake'), billing: stack('billing') };
  rmSync(outdir, { recursive: true });
  return stacks;
}

/** Every resource of a type, by its local name. */
export function resources(stack: SynthesizedStack, type: string): [string, Block][] {
  return Object.entries(stack.resource[type] ?? {});
}
