import type { Cloud } from '../../cloud';
import { type Access, keyAccesses } from '../../permissions/access';
import type { TableSettingsStore } from './table-settings';

export function tableArn(cloud: Pick<Cloud, 'region' | 'account'>, tableName: string): string {
  return `arn:aws:dynamodb:${cloud.region}:${cloud.account}:table/${tableName}`;
}

/** What a call does to a table: `PutItem`, or a query of one of its indexes. */
export interface TableStep {
  action: string;
  table: string;
  index?: string;
}

/**
 * Each action on its table or index, and the decryption of the key of a table under a customer's key, which
 * DynamoDB asks for as the caller: https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html
 */
export async function tableAccesses(
  cloud: Cloud,
  settings: TableSettingsStore,
  steps: readonly TableStep[],
): Promise<Access[]> {
  await settings.loaded();
  return steps.flatMap(({ action, table, index }) => {
    const arn = tableArn(cloud, table);
    const { SSESpecification } = settings.of(table);
    return [
      {
        action: `dynamodb:${action}`,
        resource: index === undefined ? arn : `${arn}/index/${index}`,
      },
      ...keyAccesses(cloud, {
        actions: ['kms:Decrypt'],
        key: SSESpecification?.Enabled === true ? SSESpecification.KMSMasterKeyId : undefined,
        via: 'dynamodb',
        encryptionContext: {
          'aws:dynamodb:tableName': table,
          'aws:dynamodb:subscriberId': cloud.account,
        },
      }),
    ];
  });
}
