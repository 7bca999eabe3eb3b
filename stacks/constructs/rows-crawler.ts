import { GlueCrawler } from '@cdktf/provider-aws/lib/glue-crawler';
import { Construct } from 'constructs';
import { readFiles } from './bucket-grants';
import { keepCrawledTables, logCrawls } from './crawler-grants';
import type { FeedNaming } from './feed-context';
import { decryptWith } from './key-grants';
import type { LakePlace } from './lake-storage';
import { ServiceRole } from './service-role';

export interface RowsCrawlerProps {
  naming: FeedNaming;
  lake: Pick<LakePlace, 'bucketArn' | 'bucketName' | 'keyArn' | 'databaseName'>;
  prefix: string;
}

/** After the day's end in UTC, when its last files lie there. */
const EACH_DAY = 'cron(30 0 * * ? *)';

/**
 * Looks once a day for what the files hold, attributes included that settings do not list, and keeps it in a
 * table of its own: the feed's table has its columns from the settings. Changes of what it found are logged
 * only; to see new attributes as columns, drop its table and let it run.
 * https://docs.aws.amazon.com/glue/latest/dg/crawler-schema-changes-prevent.html
 */
export class RowsCrawler extends Construct {
  constructor(scope: Construct, id: string, { naming, lake, prefix }: RowsCrawlerProps) {
    super(scope, id);
    const tablePrefix = `${naming.feedId}_crawled_`;
    const role = new ServiceRole(this, 'role', {
      name: naming.name('role', 'crawler'),
      services: ['glue.amazonaws.com'],
      conditions: { StringEquals: { 'aws:SourceAccount': naming.account } },
      statements: [
        ...readFiles(lake.bucketArn, prefix),
        decryptWith(lake.keyArn, 'Lake'),
        ...keepCrawledTables(naming, { database: lake.databaseName, tablePrefix }),
        ...logCrawls(naming),
      ],
    });
    new GlueCrawler(this, 'crawler', {
      name: naming.name('crawler', 'rows'),
      description: 'Finds what the files of the feed hold',
      databaseName: lake.databaseName,
      role: role.arn,
      tablePrefix,
      schedule: EACH_DAY,
      s3Target: [{ path: `s3://${lake.bucketName}/${prefix}` }],
      schemaChangePolicy: { updateBehavior: 'LOG', deleteBehavior: 'LOG' },
      dependsOn: [role.policy],
    });
  }
}
