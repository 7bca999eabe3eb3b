import type { ContractCall } from './contract-call';
import { factOf, type ContractOptions } from './contract-fact';

/** What any Glue does with crawlers: ours and an outside one. The connection has a crawler `contract`. */
export function glueCrawlersContract(
  connect: () => Promise<ContractCall>,
  options: ContractOptions = {},
): void {
  const fact = factOf(options);
  describe('Glue crawlers contract', () => {
    fact('tells of a crawler that has not run', async () => {
      const call = await connect();

      const { Crawler } = await call('GetCrawler', { Name: 'contract' });

      expect(Crawler).toMatchObject({
        Name: 'contract',
        DatabaseName: 'lake',
        State: 'READY',
        Targets: { S3Targets: [{ Path: 's3://lake/people/' }] },
      });
      expect(Crawler).not.toHaveProperty('LastCrawl');
    });

    fact('runs a crawler once at a time', async () => {
      const call = await connect();
      await call('StartCrawler', { Name: 'contract' });

      await expect(call('StartCrawler', { Name: 'contract' })).rejects.toMatchObject({
        code: 'CrawlerRunningException',
      });
    });

    fact('lists crawlers', async () => {
      const call = await connect();

      expect((await call('GetCrawlers'))['Crawlers']).toMatchObject([{ Name: 'contract' }]);
    });

    fact('does not know a crawler that was never made', async () => {
      const call = await connect();

      for (const action of ['GetCrawler', 'StartCrawler'])
        await expect(call(action, { Name: 'other' })).rejects.toMatchObject({
          code: 'EntityNotFoundException',
        });
    });
  });
}
