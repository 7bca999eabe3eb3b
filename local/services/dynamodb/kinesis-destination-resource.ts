import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import { callDynamoDb } from './call-dynamodb';
import type { TimePrecision } from './kinesis-record';
import type { DynamoDb } from './service';

const honours = z.strictObject({
  table_name: z.string(),
  stream_arn: z.string(),
  approximate_creation_date_time_precision: z.enum(['MILLISECOND', 'MICROSECOND']).optional(),
});

/** Runs `aws_dynamodb_kinesis_streaming_destination`; one that an earlier run made goes on. */
export function kinesisDestinationResource(dynamoDb: DynamoDb): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_dynamodb_kinesis_streaming_destination',
    honours,
    start: async (args) => {
      const precision = args.approximate_creation_date_time_precision;
      await ensureDestination(dynamoDb, {
        TableName: args.table_name,
        StreamArn: args.stream_arn,
        precision,
      });
      return {
        attributes: {
          ...args,
          id: `${args.table_name},${args.stream_arn}`,
          approximate_creation_date_time_precision: precision ?? '',
        },
      };
    },
  });
}

interface Wanted {
  TableName: string;
  StreamArn: string;
  precision: TimePrecision | undefined;
}

interface Described {
  KinesisDataStreamDestinations: {
    StreamArn: string;
    DestinationStatus: string;
    ApproximateCreationDateTimePrecision?: TimePrecision;
  }[];
}

async function ensureDestination(dynamoDb: DynamoDb, wanted: Wanted): Promise<void> {
  const { precision, ...names } = wanted;
  const described = (await callDynamoDb(dynamoDb, 'DescribeKinesisStreamingDestination', {
    TableName: names.TableName,
  })) as Described;
  const existing = described.KinesisDataStreamDestinations.find(
    ({ StreamArn, DestinationStatus }) =>
      StreamArn === names.StreamArn && DestinationStatus === 'ACTIVE',
  );
  const configuration = precision && { ApproximateCreationDateTimePrecision: precision };
  if (existing === undefined) {
    await callDynamoDb(dynamoDb, 'EnableKinesisStreamingDestination', {
      ...names,
      EnableKinesisStreamingConfiguration: configuration,
    });
  } else if (
    precision !== undefined &&
    precision !== (existing.ApproximateCreationDateTimePrecision ?? 'MILLISECOND')
  ) {
    await callDynamoDb(dynamoDb, 'UpdateKinesisStreamingDestination', {
      ...names,
      UpdateKinesisStreamingConfiguration: configuration,
    });
  }
}
