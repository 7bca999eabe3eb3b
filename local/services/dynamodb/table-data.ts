import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import { findTable } from './find-table';
import type { DynamoDb } from './service';

/** Finds a table for `data.aws_dynamodb_table`: one that stands outside the definition must exist. */
export function tableData(dynamoDb: DynamoDb): ResourceAdapter {
  return resourceAdapter({
    type: 'data.aws_dynamodb_table',
    honours: z.strictObject({ name: z.string() }),
    start: async ({ name }, block) => {
      const table = await findTable(dynamoDb, name);
      if (table === undefined) {
        throw new Error(
          `${block.address}: there is no table ${name} in account ${dynamoDb.cloud.account} of the laptop cloud. ` +
            `Create it, while another definition runs on the same state: aws dynamodb create-table --table-name ${name} …`,
        );
      }
      const keyOf = (type: 'HASH' | 'RANGE') =>
        table.KeySchema.find(({ KeyType }) => KeyType === type)?.AttributeName ?? '';
      return {
        attributes: {
          id: name,
          name,
          arn: table.TableArn,
          hash_key: keyOf('HASH'),
          range_key: keyOf('RANGE'),
          attribute: table.AttributeDefinitions.map(({ AttributeName, AttributeType }) => ({
            name: AttributeName,
            type: AttributeType,
          })),
          stream_enabled: table.StreamSpecification?.StreamEnabled ?? false,
          stream_view_type: table.StreamSpecification?.StreamViewType ?? '',
          stream_label: table.LatestStreamLabel ?? '',
          stream_arn: table.LatestStreamArn ?? '',
        },
      };
    },
  });
}
