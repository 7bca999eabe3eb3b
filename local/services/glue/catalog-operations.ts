import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { declaredOperation } from '../declared-operation';
import type { CatalogDatabase, CatalogTable, Glue } from './service';

const declare = { invalid: 'InvalidInputException' };
const catalog = { CatalogId: z.string().optional() };

/** Reading the catalogue; the definition and its crawlers alone write it. */
export function catalogOperations(cloud: Cloud, glue: Pick<Glue, 'databases' | 'tables'>) {
  const arn = (resource: string) => [`arn:aws:glue:${cloud.region}:${cloud.account}:${resource}`];
  return {
    GetDatabase: declaredOperation({
      ...declare,
      iam: 'glue:GetDatabase',
      input: z.strictObject({ ...catalog, Name: z.string() }),
      resources: ({ Name }) => arn(`database/${Name}`),
      run: ({ Name }) => {
        const found = glue.databases().find((each) => each.name === Name);
        if (found === undefined) throw notFound(`Database ${Name} not found.`);
        return { Database: describeDatabase(cloud, found) };
      },
    }),
    GetDatabases: declaredOperation({
      ...declare,
      iam: 'glue:GetDatabases',
      input: z.strictObject({ ...catalog, MaxResults: z.number().optional() }),
      resources: () => arn('catalog'),
      run: () => ({
        DatabaseList: glue.databases().map((each) => describeDatabase(cloud, each)),
      }),
    }),
    GetTable: declaredOperation({
      ...declare,
      iam: 'glue:GetTable',
      input: z.strictObject({ ...catalog, DatabaseName: z.string(), Name: z.string() }),
      resources: ({ DatabaseName, Name }) => arn(`table/${DatabaseName}/${Name}`),
      run: ({ DatabaseName, Name }) => {
        const found = glue.tables(DatabaseName).find((each) => each.name === Name);
        if (found === undefined) throw notFound(`Table ${Name} not found.`);
        return { Table: describeTable(cloud, found) };
      },
    }),
    GetTables: declaredOperation({
      ...declare,
      iam: 'glue:GetTables',
      input: z.strictObject({
        ...catalog,
        DatabaseName: z.string(),
        MaxResults: z.number().optional(),
      }),
      resources: ({ DatabaseName }) => arn(`database/${DatabaseName}`),
      run: ({ DatabaseName }) => ({
        TableList: glue.tables(DatabaseName).map((each) => describeTable(cloud, each)),
      }),
    }),
  };
}

function notFound(message: string): ServiceError {
  return new ServiceError('EntityNotFoundException', message);
}

function describeDatabase(cloud: Cloud, database: CatalogDatabase) {
  return {
    Name: database.name,
    Description: database.description,
    LocationUri: database.location,
    CreateTime: new Date(database.createdAtMilliseconds),
    CatalogId: cloud.account,
  };
}

function describeTable(cloud: Cloud, table: CatalogTable) {
  const columns = (of: CatalogTable['columns']) =>
    of.map(({ name, type, comment }) => ({ Name: name, Type: type, Comment: comment }));
  return {
    Name: table.name,
    DatabaseName: table.database,
    CatalogId: cloud.account,
    CreateTime: new Date(table.createdAtMilliseconds),
    TableType: table.kind,
    Parameters: table.parameters,
    PartitionKeys: columns(table.partitionKeys),
    StorageDescriptor: { Columns: columns(table.columns), Location: table.location },
    ViewOriginalText: table.viewText,
  };
}
