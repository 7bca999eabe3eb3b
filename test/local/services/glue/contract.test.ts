import { crawlerResource } from '../../../../local/services/glue/crawler-resource';
import { createScheduler } from '../../../../local/services/scheduler/service';
import { glueCrawlersContract } from '../../../contract/glue-crawlers';
import { lakeQuery } from '../athena/lake-query';
import { start } from '../laptop-services';

glueCrawlersContract(async () => {
  const { cloud, glue, callGlue } = await lakeQuery();
  await start(crawlerResource(cloud, glue, createScheduler(cloud)), {
    name: 'contract',
    role: 'arn:aws:iam::123456789012:role/crawler',
    database_name: 'lake',
    s3_target: { path: 's3://lake/people/' },
  });
  return callGlue;
});
