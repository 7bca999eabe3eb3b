import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { crawlLocation, type Crawled } from './crawl-location';
import { crawlerRole, PARTITION_ACTIONS, requireCatalog } from './crawler-role';
import type { CatalogTable, Glue } from './service';

export interface CrawlerSettings {
  name: string;
  roleArn: string;
  database: string;
  tablePrefix: string;
  /** Of new tables, one a location. */
  paths: string[];
  /** Tables that are there already. */
  tables: { database: string; name: string }[];
  schedule?: string | undefined;
  /** False only reports what differs. */
  updates: boolean;
  /** `MergeNewColumns`: columns that are known keep their type. */
  addsColumnsOnly: boolean;
}

export interface Crawler {
  settings: CrawlerSettings;
  state: 'READY' | 'RUNNING';
  createdAtMilliseconds: number;
  last?: { startedAtMilliseconds: number; status: 'SUCCEEDED' | 'FAILED'; message?: string };
}

export interface Crawlers {
  declare(settings: CrawlerSettings): void;
  all(): Crawler[];
  /** Throws EntityNotFoundException. */
  find(name: string): Crawler;
  /** Sets the crawler going; throws CrawlerRunningException while it runs. */
  start(name: string): void;
}

/** Crawlers of the definition. A crawl takes no time beyond its reading; its tables last until the next start. */
export function createCrawlers(
  cloud: Cloud,
  glue: Pick<Glue, 'tables' | 'declareTable'>,
): Crawlers {
  const crawlers = new Map<string, Crawler>();
  const find = (name: string): Crawler => {
    const found = crawlers.get(name);
    if (found !== undefined) return found;
    throw new ServiceError(
      'EntityNotFoundException',
      `Crawler entry with name ${name} does not exist`,
    );
  };
  return {
    declare: (settings) => {
      const createdAtMilliseconds = cloud.clock.now();
      crawlers.set(settings.name, { settings, state: 'READY', createdAtMilliseconds });
    },
    all: () => [...crawlers.values()],
    find,
    start: (name) => {
      const crawler = find(name);
      if (crawler.state === 'RUNNING') {
        throw new ServiceError(
          'CrawlerRunningException',
          `Crawler with name ${name} has already started`,
        );
      }
      crawler.state = 'RUNNING';
      void cloud.clock.track(run(cloud, glue, crawler));
    },
  };
}

async function run(
  cloud: Cloud,
  glue: Pick<Glue, 'tables' | 'declareTable'>,
  crawler: Crawler,
): Promise<void> {
  const { name } = crawler.settings;
  const startedAtMilliseconds = cloud.clock.now();
  try {
    await crawl(cloud, glue, crawler.settings);
    crawler.last = { startedAtMilliseconds, status: 'SUCCEEDED' };
  } catch (error) {
    const message = (error as Error).message;
    crawler.last = { startedAtMilliseconds, status: 'FAILED', message };
    cloud.report({ source: name, level: 'error', message: `The crawl failed: ${message}` });
  }
  crawler.state = 'READY';
}

async function crawl(
  cloud: Cloud,
  glue: Pick<Glue, 'tables' | 'declareTable'>,
  settings: CrawlerSettings,
): Promise<void> {
  const caller = crawlerRole(cloud, settings);
  const known = (database: string, name: string) =>
    glue.tables(database).find((table) => table.name === name);
  const targets = [
    ...settings.paths.map((path) => {
      const name = tableName(settings.tablePrefix, path);
      return known(settings.database, name) ?? newTable(settings.database, name, path);
    }),
    ...settings.tables.map((asked) => {
      const table = known(asked.database, asked.name);
      if (table?.location === undefined)
        throw new Error(`there is no table ${asked.database}.${asked.name} with a location`);
      return table;
    }),
  ];
  for (const table of targets) {
    const crawled = await crawlLocation(cloud, caller, table.location ?? '');
    requireCatalog(cloud, caller, { table, actions: ['GetDatabase', 'GetTable'] });
    const isNew = known(table.database, table.name) === undefined;
    // `LOG` leaves tables that are there as they are; a new one is made all the same.
    if (settings.updates || isNew) {
      const actions = [
        isNew ? 'CreateTable' : 'UpdateTable',
        ...(crawled.partitions.length === 0 ? [] : PARTITION_ACTIONS),
      ];
      requireCatalog(cloud, caller, { table, actions });
      glue.declareTable(merge(table, crawled, settings));
    } else reportNew(cloud, settings, { table, crawled });
  }
}

/** The last folder's name, after the prefix, in the letters that Athena takes. */
function tableName(prefix: string, path: string): string {
  const last = path.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return `${prefix}${last}`.toLowerCase().replace(/[^a-z0-9_]/g, '_');
}

type Declared = Omit<CatalogTable, 'createdAtMilliseconds'>;

function newTable(database: string, name: string, path: string): Declared {
  return {
    database,
    name,
    kind: 'EXTERNAL_TABLE',
    columns: [],
    partitionKeys: [],
    location: path.endsWith('/') ? path : `${path}/`,
    parameters: { classification: 'json' },
    serDeParameters: {},
  };
}

function merge(table: Declared, { columns, ...crawled }: Crawled, settings: CrawlerSettings) {
  const names = new Set(table.columns.map(({ name }) => name));
  const partitionNames = new Set(table.partitionKeys.map(({ name }) => name));
  const kept = table.columns.map((column) =>
    settings.addsColumnsOnly
      ? column
      : { ...column, ...columns.find(({ name }) => name === column.name) },
  );
  const added = columns.filter(({ name }) => !names.has(name) && !partitionNames.has(name));
  const isProjected = table.parameters['projection.enabled'] === 'true';
  return { ...table, columns: [...kept, ...added], ...(isProjected ? {} : crawled) };
}

function reportNew(
  cloud: Cloud,
  { name }: CrawlerSettings,
  { table, crawled }: { table: Declared; crawled: Crawled },
): void {
  const known = new Set([...table.columns, ...table.partitionKeys].map((column) => column.name));
  const added = crawled.columns.filter((column) => !known.has(column.name));
  if (added.length === 0) return;
  const listed = added.map((column) => `${column.name} ${column.type}`).join(', ');
  const message = `${table.database}.${table.name} lacks columns that its objects have: ${listed}`;
  cloud.report({ source: name, level: 'info', message });
}
