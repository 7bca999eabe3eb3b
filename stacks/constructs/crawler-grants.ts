import type { Place } from './deployment';
import type { Statement } from './policy';

/** The crawler's own tables, and no other of the database. */
export function keepCrawledTables(
  { account, region }: Place,
  { database, tablePrefix }: { database: string; tablePrefix: string },
): Statement[] {
  const glue = `arn:aws:glue:${region}:${account}`;
  const place = [`${glue}:catalog`, `${glue}:database/${database}`];
  return [
    { sid: 'FindDatabase', actions: ['glue:GetDatabase'], resources: place },
    {
      sid: 'KeepCrawledTables',
      actions: [
        'glue:BatchCreatePartition',
        'glue:BatchGetPartition',
        'glue:CreateTable',
        'glue:GetPartition',
        'glue:GetPartitions',
        'glue:GetTable',
        'glue:GetTables',
        'glue:UpdatePartition',
        'glue:UpdateTable',
      ],
      resources: [...place, `${glue}:table/${database}/${tablePrefix}*`],
    },
  ];
}

/**
 * Glue logs every crawl of an account in one group, which it makes itself:
 * https://docs.aws.amazon.com/glue/latest/dg/console-crawlers.html
 */
export function logCrawls({ account, region }: Place): Statement[] {
  const group = `arn:aws:logs:${region}:${account}:log-group:/aws-glue/crawlers`;
  return [
    {
      sid: 'MakeCrawlLogs',
      actions: ['logs:CreateLogGroup'],
      resources: [group, `${group}:*`],
    },
    {
      sid: 'LogCrawls',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${group}:log-stream:*`],
    },
  ];
}
