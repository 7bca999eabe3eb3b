import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defineSettings, type SettingsInput } from '../../settings/define-settings';
import { dynamoFeed, type DynamoFeedInput } from '../../settings/dynamo-feed';
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

/** The invoices of `feedInput` with the source's other columns left out, so that its watch lets the feed go on. */
export function watchedInvoices() {
  return feedInput()
    .tables.slice(0, 1)
    .map((invoices) => ({
      ...invoices,
      leaveOut: ['billing_date', 'due_date', 'balance', 'monthly_kwh_use'],
    }));
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

export function itemFeedInput(changes: Partial<DynamoFeedInput> = {}) {
  return dynamoFeed({
    table: { kind: 'create', key: { partition: { name: 'id', type: 'S' } } },
    columns: [
      { attribute: 'jobTitle', type: 'string' },
      { attribute: ['address', 'city'], type: 'string' },
      { attribute: 'salary', type: 'decimal(38,2)' },
    ],
    ...changes,
  });
}

/** Settings with a DynamoDB feed alone. */
export function itemSettingsInput(
  changes: Partial<SettingsInput> = {},
  feed: Partial<DynamoFeedInput> = {},
): SettingsInput {
  return settingsInput({ feeds: { people: itemFeedInput(feed) }, ...changes });
}

export const SOURCE_ACCOUNT = '111111111111';
export const LAKE_ACCOUNT = '222222222222';

/** Table in one account, lake in another, each with a role to assume. */
export const TWO_ACCOUNTS = {
  source: { account: SOURCE_ACCOUNT, roleArn: `arn:aws:iam::${SOURCE_ACCOUNT}:role/deployer` },
  lake: { account: LAKE_ACCOUNT, roleArn: `arn:aws:iam::${LAKE_ACCOUNT}:role/deployer` },
} as const;

export type Block = Record<string, unknown>;

export interface SynthesizedStack {
  /** What cdktf's matchers take. */
  json: string;
  resource: Record<string, Record<string, Block>>;
  data: Record<string, Record<string, Block>>;
  output: Record<string, Block>;
  provider: Record<string, Block[]>;
}

/** The Terraform JSON of every stack by its id, as `synthesize` writes it. */
export function synthesizedStacks(
  input: SettingsInput,
  feeds?: readonly string[],
): Record<string, SynthesizedStack> {
  const outdir = mkdtempSync(join(tmpdir(), 'tributary-synth-'));
  try {
    synthesize(defineSettings(input), {
      outdir,
      consumersFolder: FIXTURE_CONSUMERS,
      ...(feeds !== undefined && { feeds }),
    });
    const ids = readdirSync(join(outdir, 'stacks'));
    return Object.fromEntries(ids.map((id) => [id, readStack(join(outdir, 'stacks', id))]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function readStack(folder: string): SynthesizedStack {
  const json = readFileSync(join(folder, 'cdk.tf.json'), 'utf8');
  // A stack that looks nothing up has no data.
  return { json, data: {}, ...(JSON.parse(json) as Omit<SynthesizedStack, 'json' | 'data'>) };
}

/** The stacks of settings with a relational feed `billing`. */
export function synthesized(input: SettingsInput = settingsInput()) {
  const { network, lake, billing } = synthesizedStacks(input);
  return { network: network!, lake: lake!, billing: billing! };
}

/** The stacks of settings with a DynamoDB feed `people`, in one account. */
export function synthesizedItems(input: SettingsInput = itemSettingsInput()) {
  const { network, lake, people } = synthesizedStacks(input);
  return { network: network!, lake: lake!, people: people! };
}

/** Every resource of a type, by its local name. */
export function resources(stack: SynthesizedStack, type: string): [string, Block][] {
  return Object.entries(stack.resource[type] ?? {});
}
