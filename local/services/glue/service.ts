import type { Cloud } from '../../cloud';
import type { LocalService } from '../../endpoint/dispatch';
import type { ServiceRoute } from '../../endpoint/service-route';
import { catalogOperations } from './catalog-operations';
import { crawlerOperations } from './crawler-operations';
import { createCrawlers, type Crawlers } from './crawlers';

export interface CatalogColumn {
  name: string;
  type: string;
  comment?: string | undefined;
}

/** A folder of a table, and its value for each partition key. */
export interface CatalogPartition {
  values: string[];
  location: string;
}

export interface CatalogTable {
  database: string;
  name: string;
  kind: 'EXTERNAL_TABLE' | 'VIRTUAL_VIEW';
  columns: CatalogColumn[];
  partitionKeys: CatalogColumn[];
  /** Those that a crawler found; a table with projection needs none. */
  partitions?: CatalogPartition[];
  /** `s3://bucket/prefix/`; absent for a view. */
  location?: string | undefined;
  parameters: Record<string, string>;
  serDeParameters: Record<string, string>;
  /** Of a view: a comment that holds `Presto View:` and its definition in base64. */
  viewText?: string | undefined;
  createdAtMilliseconds: number;
}

export interface CatalogDatabase {
  name: string;
  description?: string | undefined;
  location?: string | undefined;
  createdAtMilliseconds: number;
}

export interface Glue {
  service: LocalService;
  route: ServiceRoute;
  declareDatabase(database: Omit<CatalogDatabase, 'createdAtMilliseconds'>): void;
  declareTable(table: Omit<CatalogTable, 'createdAtMilliseconds'>): void;
  databases(): CatalogDatabase[];
  tables(database?: string): CatalogTable[];
  crawlers: Crawlers;
}

const route: ServiceRoute = {
  service: 'glue',
  protocol: 'json',
  jsonVersion: '1.1',
  targetPrefix: 'AWSGlue',
  signingNames: ['glue'],
  shape: { blobs: [], timestamps: [] },
};

/** The data catalogue, made anew from the definition at each start. Names are lower case, as in Hive. */
export function createGlue(cloud: Cloud): Glue {
  const databases = new Map<string, CatalogDatabase>();
  const tables = new Map<string, CatalogTable>();
  const glue = {
    route,
    declareDatabase: (database: Omit<CatalogDatabase, 'createdAtMilliseconds'>) => {
      const name = database.name.toLowerCase();
      databases.set(name, { ...database, name, createdAtMilliseconds: cloud.clock.now() });
    },
    declareTable: (table: Omit<CatalogTable, 'createdAtMilliseconds'>) => {
      const [database, name] = [table.database.toLowerCase(), table.name.toLowerCase()];
      if (!databases.has(database)) {
        throw new Error(`Glue table ${name} names database ${database}, which is not declared`);
      }
      const createdAtMilliseconds = cloud.clock.now();
      tables.set(`${database}.${name}`, { ...table, database, name, createdAtMilliseconds });
    },
    databases: () => [...databases.values()],
    tables: (database?: string) =>
      [...tables.values()].filter((each) => database === undefined || each.database === database),
  };
  const crawlers = createCrawlers(cloud, glue);
  const operations = {
    ...catalogOperations(cloud, glue),
    ...crawlerOperations(cloud, crawlers),
  };
  return { ...glue, crawlers, service: { name: 'glue', operations } };
}
