import { tableName } from '../wire/feed-table';
import type { LaptopCloud } from '../local/laptop-cloud';
import type { Target } from './resolve-target';

/** Lines that work as they stand against a laptop cloud that is up. */
export function usageLines(target: Target, cloud: LaptopCloud): string[] {
  const { feed } = target;
  const region = feed.region;
  const host = feed.database.host;
  const port = String(feed.database.port);
  return [
    'The AWS endpoint, for the aws CLI and every SDK:',
    `  export AWS_ENDPOINT_URL=${cloud.endpointUrl} AWS_REGION=${region} AWS_DEFAULT_REGION=${region} AWS_ACCESS_KEY_ID=operator AWS_SECRET_ACCESS_KEY=operator`,
    `  aws kinesis describe-stream-summary --stream-name ${feed.stream.name}`,
    `  aws s3 ls --recursive s3://${feed.lake.bucket}/${feed.lake.prefix}`,
    `  aws dms describe-table-statistics --replication-task-arn ${feed.dms.taskArn}`,
    '',
    'The database, for any SQL Server client (TLS, certificate not checked):',
    `  LOGIN=$(aws secretsmanager get-secret-value --secret-id '${feed.database.masterSecretArn}' --query SecretString --output text)`,
    `  field() { node -p "JSON.parse(process.argv[1])[process.argv[2]]" "$LOGIN" $1; }`,
    `  sqlcmd -C -S ${host},${port} -U "$(field username)" -P "$(field password)" -d ${feed.database.name}`,
    `  tsql -H ${host} -p ${port} -U "$(field username)" -P "$(field password)" -D ${feed.database.name}`,
    ...insertLine(target),
    '',
    'The feed:',
    '  npx tributary seed --rows 1000 --target laptop',
    '  npx tributary tail --from oldest --limit 5',
    `  npx tributary query 'SELECT operation, count(*) AS changes FROM ${feed.lake.table} GROUP BY operation'`,
    '  npx tributary reconcile',
    `  ls ${cloud.outbox}`,
  ];
}

/** One row to type into the SQL client; it reaches the lake and its customer. */
function insertLine({ feed }: Target): string[] {
  const table = feed.tables.find(({ columns }) => 'monthly_kwh_use' in columns);
  if (table === undefined) return [];
  return [
    `  INSERT INTO ${tableName(table)} VALUES (900001, 1219578, '2026-11-15', '2026-11-30', NULL, 42, '21')`,
    '  GO',
  ];
}
