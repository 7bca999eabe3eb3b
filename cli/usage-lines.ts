import type { LaptopCloud } from '../local/laptop-cloud';
import type { Target } from './resolve-target';

/** Lines that work as they stand against a laptop cloud that is up. */
export function usageLines(target: Target, cloud: LaptopCloud): string[] {
  const { feed } = target;
  const region = feed.region;
  return [
    'The AWS endpoint, for the aws CLI and every SDK:',
    `  export AWS_ENDPOINT_URL=${cloud.endpointUrl} AWS_REGION=${region} AWS_ACCESS_KEY_ID=operator AWS_SECRET_ACCESS_KEY=operator`,
    `  aws kinesis describe-stream-summary --stream-name ${feed.stream.name}`,
    `  aws s3 ls --recursive s3://${feed.lake.bucket}/${feed.lake.prefix}`,
    `  aws dms describe-table-statistics --replication-task-arn ${feed.dms.taskArn}`,
    '',
    'The database, for any SQL Server client (the password is in Secrets Manager):',
    `  aws secretsmanager get-secret-value --secret-id '${feed.database.masterSecretArn}' --query SecretString --output text`,
    `  server ${feed.database.host},${String(feed.database.port)}  database ${feed.database.name}  encrypt yes, trust server certificate`,
    '',
    'The feed:',
    '  npx tributary seed --rows 1000 --target laptop',
    '  npx tributary tail --from oldest --limit 5',
    `  npx tributary query 'SELECT operation, count(*) AS changes FROM ${feed.lake.table} GROUP BY operation'`,
    '  npx tributary reconcile',
    `  ls ${cloud.outbox}`,
  ];
}
