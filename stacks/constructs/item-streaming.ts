import { DynamodbKinesisStreamingDestination } from '@cdktf/provider-aws/lib/dynamodb-kinesis-streaming-destination';
import { Construct } from 'constructs';
import type { ChangeStream } from './change-stream';
import type { ItemTable } from './item-table';
import type { LakeDelivery } from './lake-delivery';

export interface ItemStreamingProps {
  table: ItemTable;
  stream: ChangeStream;
  delivery: LakeDelivery;
}

/**
 * DynamoDB from the table to the stream, by its own service-linked role; with times in microseconds, which
 * tie a thousand times less. It begins after delivery stands, as Firehose reads the stream from its end.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds.html
 */
export class ItemStreaming extends Construct {
  constructor(scope: Construct, id: string, { table, stream, delivery }: ItemStreamingProps) {
    super(scope, id);
    new DynamodbKinesisStreamingDestination(this, 'destination', {
      tableName: table.name,
      streamArn: stream.arn,
      approximateCreationDateTimePrecision: 'MICROSECOND',
      dependsOn: [delivery.stream],
    });
  }
}
