import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { declaredOperation } from '../declared-operation';
import type { Crawler, Crawlers } from './crawlers';

/** https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-crawling.html */
export function crawlerOperations(cloud: Cloud, crawlers: Crawlers) {
  const named = {
    invalid: 'InvalidInputException',
    input: z.strictObject({ Name: z.string() }),
    resources: ({ Name }: { Name: string }) => [
      `arn:aws:glue:${cloud.region}:${cloud.account}:crawler/${Name}`,
    ],
  };
  return {
    StartCrawler: declaredOperation({
      ...named,
      iam: 'glue:StartCrawler',
      run: ({ Name }) => {
        crawlers.start(Name);
        return {};
      },
    }),
    GetCrawler: declaredOperation({
      ...named,
      iam: 'glue:GetCrawler',
      run: ({ Name }) => ({ Crawler: describe(crawlers.find(Name)) }),
    }),
    GetCrawlers: declaredOperation({
      iam: 'glue:GetCrawlers',
      invalid: 'InvalidInputException',
      input: z.strictObject({ MaxResults: z.number().optional() }),
      run: () => ({ Crawlers: crawlers.all().map(describe) }),
    }),
  };
}

function describe({ settings, state, createdAtMilliseconds, last }: Crawler) {
  return {
    Name: settings.name,
    Role: settings.roleArn,
    DatabaseName: settings.database,
    TablePrefix: settings.tablePrefix,
    Targets: {
      S3Targets: settings.paths.map((Path) => ({ Path })),
      CatalogTargets: settings.tables.map(({ database, name }) => ({
        DatabaseName: database,
        Tables: [name],
      })),
    },
    ...(settings.schedule === undefined
      ? {}
      : { Schedule: { ScheduleExpression: settings.schedule, State: 'SCHEDULED' } }),
    State: state,
    CreationTime: new Date(createdAtMilliseconds),
    ...(last === undefined
      ? {}
      : {
          LastCrawl: {
            Status: last.status,
            ErrorMessage: last.message,
            StartTime: new Date(last.startedAtMilliseconds),
          },
        }),
  };
}
