import { DataAwsDynamodbTable } from '@cdktf/provider-aws/lib/data-aws-dynamodb-table';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import { mayDeleteData } from '../../settings/environment';
import type { ItemTable as TableSettings } from '../../settings/item-table';
import type { FeedContext, FeedNaming } from './feed-context';
import { literalText } from './literal-text';

type Key = TableSettings['key'];

/** The table whose items a feed carries: made here, or one that stands, compared with the settings. */
export class ItemTable extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: { context: FeedContext; table: TableSettings }) {
    super(scope, id);
    const { context, table } = props;
    const found =
      table.kind === 'create' ? this.create(context, table) : this.adopt(context, table);
    this.arn = found.arn;
    this.name = found.name;
  }

  private create(
    context: FeedContext,
    table: Extract<TableSettings, { kind: 'create' }>,
  ): DynamodbTable {
    const { partition, sort } = table.key;
    return new DynamodbTable(this, 'table', {
      name: itemTableName(context.name, table),
      billingMode: 'PAY_PER_REQUEST',
      hashKey: literalText(partition.name),
      ...(sort !== undefined && { rangeKey: literalText(sort.name) }),
      attribute: keyAttributes(table.key).map(({ name, type }) => ({
        name: literalText(name),
        type,
      })),
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: context.keyArn },
      deletionProtectionEnabled: !mayDeleteData(context.settings, table),
    });
  }

  private adopt(
    context: FeedContext,
    { name, key }: Extract<TableSettings, { kind: 'existing' }>,
  ): DataAwsDynamodbTable {
    const errorMessage = `The table ${name} has another key than feeds.${context.feedId}.table.key in the settings. Give the key as the table has it: it tells items apart in the lake.`;
    return new DataAwsDynamodbTable(this, 'table', {
      name,
      lifecycle: { postcondition: [{ condition: hasKey(key), errorMessage }] },
    });
  }
}

/** Known before the table exists, so that the lake's views can name it. */
export function itemTableName(name: FeedNaming['name'], table: TableSettings): string {
  return table.kind === 'existing' ? table.name : name('table', 'items');
}

function keyAttributes({ partition, sort }: Key) {
  return [partition, ...(sort === undefined ? [] : [sort])];
}

/** Terraform's expression over the table that was found: names, order and types of the key. */
function hasKey({ partition, sort }: Key): string {
  const typed = keyAttributes({ partition, sort }).map(
    ({ name, type }) =>
      `anytrue([for a in self.attribute : a.name == ${quoted(name)} && a.type == ${quoted(type)}])`,
  );
  const range =
    sort === undefined
      ? '(self.range_key == null || self.range_key == "")'
      : `self.range_key == ${quoted(sort.name)}`;
  return `\${self.hash_key == ${quoted(partition.name)} && ${range} && ${typed.join(' && ')}}`;
}

/** A string of Terraform's language. */
function quoted(text: string): string {
  return literalText(JSON.stringify(text));
}
