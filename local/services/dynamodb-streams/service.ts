import { z } from 'zod';
import type { LocalService, Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import type { ServiceRoute } from '../../endpoint/service-route';
import { declaredOperation } from '../declared-operation';
import type { DynamoDb } from '../dynamodb/service';
import type { TableStream } from '../dynamodb/table-streams';
import { describeStream, shardId, streamSummary } from './describe-stream';
import { getRecords, RECORDS_MAX } from './get-records';
import { decodeIterator, encodeIterator } from './shard-iterator';
import { startOf } from './start-of';

export interface DynamoDbStreams {
  service: LocalService;
  route: ServiceRoute;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html */
const STREAMS_PER_PAGE = 100;

/** A service of its own on the wire, with the IAM prefix of DynamoDB. */
const route: ServiceRoute = {
  service: 'dynamodb-streams',
  protocol: 'json',
  jsonVersion: '1.0',
  targetPrefix: 'DynamoDBStreams_20120810',
  signingNames: ['dynamodb'],
  shape: { blobs: [], timestamps: [] },
};

/** Shows the change logs of DynamoDB's tables. */
export function createDynamoDbStreams(dynamoDb: DynamoDb): DynamoDbStreams {
  const operations = {
    ListStreams: listStreams(dynamoDb),
    DescribeStream: describe(dynamoDb),
    GetShardIterator: getShardIterator(dynamoDb),
    GetRecords: records(dynamoDb),
  };
  return { service: { name: 'dynamodb-streams', operations }, route };
}

const declare = (action: string) => ({
  iam: `dynamodb:${action}`,
  invalid: 'ValidationException',
});

function listStreams({ streams }: DynamoDb): Operation {
  return declaredOperation({
    ...declare('ListStreams'),
    input: z.strictObject({
      TableName: z.string().optional(),
      ExclusiveStartStreamArn: z.string().optional(),
      Limit: z.number().int().min(1).max(STREAMS_PER_PAGE).optional(),
    }),
    run: async ({ TableName, ExclusiveStartStreamArn = '', Limit = STREAMS_PER_PAGE }) => {
      const found = (await streams.all())
        .filter(({ table }) => TableName === undefined || table.TableName === TableName)
        .filter(({ arn }) => arn > ExclusiveStartStreamArn);
      const page = found.slice(0, Limit);
      return {
        Streams: page.map(streamSummary),
        ...(found.length > page.length && { LastEvaluatedStreamArn: page.at(-1)?.arn }),
      };
    },
  });
}

function describe(dynamoDb: DynamoDb): Operation {
  return declaredOperation({
    ...declare('DescribeStream'),
    input: z.strictObject({
      StreamArn: z.string(),
      ExclusiveStartShardId: z.string().optional(),
      Limit: z.number().int().min(1).max(100).optional(),
    }),
    resources: ({ StreamArn }) => [StreamArn],
    run: async ({ StreamArn, ExclusiveStartShardId }) => ({
      StreamDescription: describeStream(await find(dynamoDb, StreamArn), ExclusiveStartShardId),
    }),
  });
}

function getShardIterator(dynamoDb: DynamoDb): Operation {
  const { cloud, streams } = dynamoDb;
  return declaredOperation({
    ...declare('GetShardIterator'),
    input: z.strictObject({
      StreamArn: z.string(),
      ShardId: z.string(),
      ShardIteratorType: z.enum([
        'TRIM_HORIZON',
        'LATEST',
        'AT_SEQUENCE_NUMBER',
        'AFTER_SEQUENCE_NUMBER',
      ]),
      SequenceNumber: z
        .string()
        .regex(/^\d{21,40}$/)
        .optional(),
    }),
    resources: ({ StreamArn }) => [StreamArn],
    run: async ({ StreamArn, ShardId, ShardIteratorType, SequenceNumber }) => {
      const stream = await find(dynamoDb, StreamArn);
      if (ShardId !== shardId(stream)) {
        throw notFound(`Shard: ${ShardId} in Stream: ${StreamArn} not found`);
      }
      const after = await startOf(streams, stream, {
        type: ShardIteratorType,
        sequenceNumber: SequenceNumber,
      });
      return { ShardIterator: encodeIterator({ streamArn: StreamArn, after }, cloud.clock.now()) };
    },
  });
}

function records(dynamoDb: DynamoDb): Operation {
  const { cloud } = dynamoDb;
  return declaredOperation({
    ...declare('GetRecords'),
    input: z.strictObject({
      ShardIterator: z.string().min(1),
      Limit: z.number().int().min(1).max(RECORDS_MAX).optional(),
    }),
    resources: ({ ShardIterator }) => [decodeIterator(ShardIterator, cloud.clock.now()).streamArn],
    run: async ({ ShardIterator, Limit = RECORDS_MAX }) => {
      const position = decodeIterator(ShardIterator, cloud.clock.now());
      return getRecords(dynamoDb, await find(dynamoDb, position.streamArn), {
        after: position.after,
        recordsMax: Limit,
      });
    },
  });
}

async function find({ streams }: DynamoDb, arn: string): Promise<TableStream> {
  const stream = await streams.find(arn);
  if (stream !== undefined) return stream;
  throw notFound(`Stream: ${arn} not found`);
}

function notFound(what: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `Requested resource not found: ${what}`);
}
