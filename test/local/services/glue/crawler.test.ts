import { gzipSync } from 'node:zlib';
import { createScheduler } from '../../../../local/services/scheduler/service';
import { crawlerResource } from '../../../../local/services/glue/crawler-resource';
import { fakeClock } from '../../../support/fake-clock';
import { lakeQuery } from '../athena/lake-query';
import { start } from '../laptop-services';

const ROLE = 'arn:aws:iam::123456789012:role/crawler';

async function setUp() {
  const clock = fakeClock();
  const lake = await lakeQuery({ clock });
  const adapter = crawlerResource(lake.cloud, lake.glue, createScheduler(lake.cloud));
  const declare = (given: Record<string, unknown> = {}) =>
    start(adapter, { name: 'crawler', role: ROLE, database_name: 'lake', ...given });
  const crawl = async () => {
    await lake.callGlue('StartCrawler', { Name: 'crawler' });
    await clock.settle();
    const { Crawler } = await lake.callGlue('GetCrawler', { Name: 'crawler' });
    return Crawler as unknown as { State: string; LastCrawl: Record<string, unknown> };
  };
  const columns = (table: string) =>
    lake.glue
      .tables('lake')
      .find(({ name }) => name === table)
      ?.columns.map(({ name, type }) => `${name} ${type}`);
  return { ...lake, clock, declare, crawl, columns };
}

const S3_TARGET = { s3_target: [{ path: 's3://lake/people/' }], table_prefix: 'crawled_' };

describe('a crawler of a location', () => {
  it('makes a table of the columns and partitions that it finds', async () => {
    const { put, query, declare, crawl, columns } = await setUp();
    await put(
      'people/day=2026-11-21/hour=10/a',
      '{"Id":864732,"name":"Ada","ok":true,"score":1,"big":1,"odd":1,"none":null}\n' +
        '{"Id":3000000000,"name":"Bob","score":1.5,"big":2,"odd":"x","list":[1]}\n',
    );
    await put('people/day=2026-11-22/hour=00/b.gz', gzipSync('{"Id":1,"ok":false}\n'));
    await put('people/day=2026-11-22/hour=00/_hidden', 'not json');
    await declare(S3_TARGET);

    expect(await crawl()).toMatchObject({ State: 'READY', LastCrawl: { Status: 'SUCCEEDED' } });
    expect(columns('crawled_people')).toEqual([
      'id bigint',
      'name string',
      'ok boolean',
      'score double',
      'big int',
      'odd string',
      'none string',
      'list string',
    ]);
    expect(
      await query('SELECT day, hour, count(*) FROM crawled_people GROUP BY day, hour ORDER BY day'),
    ).toEqual([
      ['2026-11-21', '10', '2'],
      ['2026-11-22', '00', '1'],
    ]);
  });

  it('names folders without a name by their place', async () => {
    const { put, query, declare, crawl } = await setUp();
    await put('people/2026/11/a', '{"id":1}\n');
    await declare(S3_TARGET);
    await crawl();

    expect(await query('SELECT id, partition_0, partition_1 FROM crawled_people')).toEqual([
      ['1', '2026', '11'],
    ]);
  });

  it('finds what came since when it runs again', async () => {
    const { put, query, declare, crawl, columns } = await setUp();
    await put('people/day=1/a', '{"id":1}\n');
    await declare(S3_TARGET);
    await crawl();
    await put('people/day=2/b', '{"id":"x","name":"Ada"}\n');
    await crawl();

    expect(columns('crawled_people')).toEqual(['id string', 'name string']);
    expect(await query('SELECT day FROM crawled_people ORDER BY day')).toEqual([['1'], ['2']]);
  });

  it('says why it failed', async () => {
    const { put, declare, crawl, reports } = await setUp();
    await put('people/a', 'a,b\n');
    await declare(S3_TARGET);

    expect(await crawl()).toMatchObject({
      State: 'READY',
      LastCrawl: {
        Status: 'FAILED',
        ErrorMessage: expect.stringContaining('people/a is not newline-delimited JSON') as string,
      },
    });
    expect(reports.map(({ level }) => level)).toEqual(['error']);
  });

  it('refuses folders of two forms', async () => {
    const { put, declare, crawl } = await setUp();
    await put('people/day=1/a', '{"id":1}\n');
    await put('people/b', '{"id":1}\n');
    await declare(S3_TARGET);

    expect((await crawl()).LastCrawl['ErrorMessage']).toContain('more than one table');
  });

  it('runs at the times of its schedule', async () => {
    const { put, clock, declare, columns } = await setUp();
    await put('people/a', '{"id":1}\n');
    const { stop } = await declare({ ...S3_TARGET, schedule: 'cron(15 * * * ? *)' });

    await clock.advance(14 * 60_000);
    expect(columns('crawled_people')).toBeUndefined();
    await clock.advance(60_000);

    expect(columns('crawled_people')).toEqual(['id int']);
    await stop?.();
  });
});

describe('a crawler of a table of the catalogue', () => {
  const CATALOG_TARGET = { catalog_target: [{ database_name: 'lake', tables: ['people'] }] };
  const MERGE = JSON.stringify({
    Version: 1,
    CrawlerOutput: { Tables: { AddOrUpdateBehavior: 'MergeNewColumns' } },
  });

  it.each([
    ['replaces types and adds columns', {}, ['id string', 'name string']],
    ['adds columns alone when told to merge', { configuration: MERGE }, ['id bigint', 'name string']],
    ['changes nothing when told to log', { schema_change_policy: { update_behavior: 'LOG' } }, ['id bigint']],
  ])('%s', async (_what, given, expected) => {
    const { put, table, declare, crawl, columns } = await setUp();
    await table('people', [['id', 'bigint']]);
    await put('people/a', '{"id":"1","name":"Ada"}\n');
    await declare({ ...CATALOG_TARGET, ...given });
    await crawl();

    expect(columns('people')).toEqual(expected);
  }); // prettier-ignore

  it('reports the columns that a table lacks when told to log', async () => {
    const { put, table, declare, crawl, reports } = await setUp();
    await table('people', [['id', 'string']]);
    await put('people/a', '{"id":"1","name":"Ada"}\n');
    await declare({ ...CATALOG_TARGET, schema_change_policy: { update_behavior: 'LOG' } });
    await crawl();

    expect(reports.map(({ message }) => message)).toEqual([
      'lake.people lacks columns that its objects have: name string',
    ]);
  });
});
