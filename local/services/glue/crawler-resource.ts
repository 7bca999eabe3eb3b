import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import { parseSchedule } from '../scheduler/schedule-expression';
import type { Scheduler } from '../scheduler/service';
import { operatorCaller } from '../sts/operator-caller';
import { repeatedBlock, singleBlock } from '../terraform-block';
import type { Glue } from './service';

const honours = z.strictObject({
  name: z.string(),
  role: z.string().regex(/^arn:/, 'the laptop takes the role by its ARN'),
  database_name: z.string(),
  table_prefix: z.string().default(''),
  schedule: z.string().optional(),
  configuration: z.string().optional(),
  s3_target: repeatedBlock(z.strictObject({ path: z.string() })),
  catalog_target: repeatedBlock(
    z.strictObject({ database_name: z.string(), tables: z.array(z.string()) }),
  ),
  schema_change_policy: singleBlock(
    z.strictObject({ update_behavior: z.enum(['LOG', 'UPDATE_IN_DATABASE']).optional() }),
  ),
});

const crawlerConfiguration = z.object({
  CrawlerOutput: z
    .object({ Tables: z.object({ AddOrUpdateBehavior: z.string().optional() }).optional() })
    .optional(),
});

/** `aws_glue_crawler`: infers columns and partitions of newline-delimited JSON. */
export function crawlerResource(cloud: Cloud, glue: Glue, scheduler: Scheduler): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_glue_crawler',
    honours,
    inert: {
      description: 'for people',
      classifiers: 'crawlers here read newline-delimited JSON alone',
      security_configuration: 'nothing is encrypted at rest on the laptop',
      lake_formation_configuration: 'the laptop asks IAM alone',
      lineage_configuration: 'lineage goes nowhere on a laptop',
      recrawl_policy: 'a crawl reads everything',
      'schema_change_policy.delete_behavior': 'nothing that a table has is taken away',
      's3_target.sample_size': 'a crawl reads everything',
    },
    start: (args, block) => {
      const { name, schedule } = args;
      glue.crawlers.declare({
        name,
        roleArn: args.role,
        database: args.database_name.toLowerCase(),
        tablePrefix: args.table_prefix,
        paths: args.s3_target.map(({ path }) => path),
        tables: args.catalog_target.flatMap(({ database_name: database, tables }) =>
          tables.map((table) => ({ database, name: table })),
        ),
        schedule,
        updates: args.schema_change_policy?.update_behavior !== 'LOG',
        addsColumnsOnly: addsColumnsOnly(args.configuration),
      });
      const arn = `arn:aws:glue:${block.region}:${block.account}:crawler/${name}`;
      const attributes = { ...block.arguments, id: name, arn };
      if (schedule === undefined) return { attributes };
      // Glue starts its own crawlers; the account's rights stand for it.
      const caller = operatorCaller(cloud.account);
      const started = scheduler.start({
        name,
        schedule: parseSchedule(schedule),
        call: () => ({ caller, service: 'glue', action: 'StartCrawler', input: { Name: name } }),
      });
      return { attributes, stop: started.stop };
    },
  });
}

/** https://docs.aws.amazon.com/glue/latest/dg/crawler-schema-changes-prevent.html */
function addsColumnsOnly(configuration: string | undefined): boolean {
  const { CrawlerOutput } = crawlerConfiguration.parse(JSON.parse(configuration ?? '{}'));
  return CrawlerOutput?.Tables?.AddOrUpdateBehavior === 'MergeNewColumns';
}
