import { tableName } from '../wire/feed-table';
import { LAPTOP_ACCOUNT } from '../local/accounts';
import type { LaptopCloud } from '../local/laptop-cloud';
import { byKind, type DynamoTarget, type RelationalTarget, type Target } from './target';

/** Lines that work as they stand against a laptop cloud that is up: how it is reached. */
export function endpointLines(cloud: LaptopCloud, region: string): string[] {
  return [
    'The AWS endpoint, for the aws CLI and every SDK:',
    `  export AWS_ENDPOINT_URL=${cloud.endpointUrl} AWS_REGION=${region} AWS_DEFAULT_REGION=${region} AWS_ACCESS_KEY_ID=operator AWS_SECRET_ACCESS_KEY=operator`,
  ];
}

/** As `endpointLines`, what a feed has to look at and to type into. */
export function usageLines(target: Target, cloud: LaptopCloud): string[] {
  const { feed } = target;
  return [
    'What to look at:',
    ...enterLines(target),
    `  ${asAccount(feed.account)}aws kinesis describe-stream-summary --stream-name ${feed.stream.name}`,
    `  ${asAccount(lakeAccount(target))}aws s3 ls --recursive s3://${feed.lake.bucket}/${feed.lake.prefix}`,
    ...byKind(target, {
      sqlserver: (relational) => relationalLines(relational, cloud),
      dynamodb: dynamoLines,
    }),
  ];
}

function lakeAccount(target: Target): string {
  return byKind(target, {
    sqlserver: ({ feed }) => feed.account,
    dynamodb: ({ feed }) => feed.lake.account,
  });
}

/** Puts a command into another account of the laptop, by the function that `enterLines` declares. */
function asAccount(account: string): string {
  return account === LAPTOP_ACCOUNT ? '' : `as ${account} `;
}

function enterLines(target: Target): string[] {
  const accounts = [target.feed.account, lakeAccount(target)];
  if (accounts.every((account) => account === LAPTOP_ACCOUNT)) return [];
  const pairs = [
    ['AWS_ACCESS_KEY_ID', 'AccessKeyId'],
    ['AWS_SECRET_ACCESS_KEY', 'SecretAccessKey'],
    ['AWS_SESSION_TOKEN', 'SessionToken'],
  ].map(([variable, member]) => `join('=',['${variable ?? ''}',${member ?? ''}])`);
  return [
    `  as() { env $(aws sts assume-role --role-arn "arn:aws:iam::$1:role/operator" --role-session-name you --query "Credentials.[${pairs.join(',')}]" --output text) "\${@:2}"; }`,
  ];
}

function relationalLines(target: RelationalTarget, cloud: LaptopCloud): string[] {
  const { feed } = target;
  const { host, port, name, masterSecretArn } = feed.database;
  const at = String(port);
  const as = asAccount(feed.account);
  return [
    `  ${as}aws dms describe-table-statistics --replication-task-arn ${feed.dms.taskArn}`,
    '',
    'The database, for any SQL Server client (TLS, certificate not checked):',
    `  LOGIN=$(${as}aws secretsmanager get-secret-value --secret-id '${masterSecretArn}' --query SecretString --output text)`,
    `  field() { node -p "JSON.parse(process.argv[1])[process.argv[2]]" "$LOGIN" $1; }`,
    `  sqlcmd -C -S ${host},${at} -U "$(field username)" -P "$(field password)" -d ${name}`,
    `  tsql -H ${host} -p ${at} -U "$(field username)" -P "$(field password)" -D ${name}`,
    ...insertLine(target),
    '',
    'The feed:',
    '  npx tributary seed --rows 1000 --target laptop',
    `  npx tributary tail --feed ${feed.feed} --from oldest --limit 5`,
    `  npx tributary query 'SELECT operation, count(*) AS changes FROM ${feed.lake.table} GROUP BY operation'`,
    `  npx tributary reconcile --feed ${feed.feed}`,
    `  ls ${cloud.outbox}`,
  ];
}

/** One row to type into the SQL client; it reaches the lake and its customer. */
function insertLine({ feed }: RelationalTarget): string[] {
  const table = feed.tables.find(({ columns }) => 'monthly_kwh_use' in columns);
  if (table === undefined) return [];
  return [
    `  INSERT INTO ${tableName(table)} VALUES (900001, 1219578, '2026-11-15', '2026-11-30', NULL, 42, '21')`,
    '  GO',
  ];
}

function dynamoLines({ feed }: DynamoTarget): string[] {
  const { name, key } = feed.table;
  const aws = `${asAccount(feed.account)}aws dynamodb`;
  // An item by hand needs the key's values; the walkthrough's table has the key id alone.
  const byHand =
    key.join() === 'id'
      ? [
          `  ${aws} put-item --table-name ${name} --item '{"id":{"S":"864732"},"jobTitle":{"S":"Architect"}}'`,
          `  ${aws} update-item --table-name ${name} --key '{"id":{"S":"864732"}}' --update-expression 'SET jobTitle = :title' --expression-attribute-values '{":title":{"S":"Senior Architect"}}'`,
        ]
      : [];
  return [
    `  ${aws} describe-kinesis-streaming-destination --table-name ${name}`,
    ...byHand,
    '',
    'The feed:',
    `  npx tributary tail --feed ${feed.feed} --from oldest --limit 5`,
    `  npx tributary query --feed ${feed.feed} 'SELECT key_json, change_time FROM ${feed.lake.views.current} LIMIT 5'`,
    `  npx tributary reconcile --feed ${feed.feed}`,
    `  npx tributary load --feed ${feed.feed} --target laptop`,
  ];
}
