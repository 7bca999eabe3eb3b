import { DynamodbTable, type DynamodbTableAttribute } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import type { FeedContext } from './feed-context';

export interface LedgerTableProps {
  context: FeedContext;
  /** End of the table's name. */
  what: string;
  hashKey: string;
  rangeKey?: string;
  /** An index over all attributes, of strings as well. */
  index?: { name: string; hashKey: string; rangeKey: string };
  /** Attribute with the second at which an item may go. */
  expiryAttribute?: string;
  deletable: boolean;
}

/** An on-demand table of string keys under the feed's key, with point-in-time recovery. */
export class LedgerTable extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: LedgerTableProps) {
    super(scope, id);
    const { context, hashKey, rangeKey, index, expiryAttribute } = props;
    const keys = [hashKey, rangeKey, index?.hashKey, index?.rangeKey];
    const table = new DynamodbTable(this, 'table', {
      name: context.name('table', props.what),
      billingMode: 'PAY_PER_REQUEST',
      hashKey,
      ...(rangeKey !== undefined && { rangeKey }),
      attribute: keys
        .filter((name) => name !== undefined)
        .map((name): DynamodbTableAttribute => ({ name, type: 'S' })),
      ...(index !== undefined && {
        globalSecondaryIndex: [{ ...index, projectionType: 'ALL' }],
      }),
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: context.keyArn },
      deletionProtectionEnabled: !props.deletable,
      ...(expiryAttribute !== undefined && {
        ttl: { enabled: true, attributeName: expiryAttribute },
      }),
    });
    this.arn = table.arn;
    this.name = table.name;
  }
}
