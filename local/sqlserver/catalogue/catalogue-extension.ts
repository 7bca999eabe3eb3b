import type { EngineExtension } from '../engine/engine-core';
import type { VirtualTable } from '../engine/virtual-table';
import { backupSetView } from './backup-history';
import { catalogueProcedures } from './catalogue-procedures';
import { informationSchemaViews } from './information-schema';
import { objectViews } from './object-views';
import { securityViews } from './security-views';
import { configurationsView, databasesView, serverServicesView } from './server-views';

/** The catalogue views and procedures that `sql/`, the tools and SQL clients read. */
export function catalogueExtension(): EngineExtension {
  return {
    register: (engine) => {
      engine.virtualTables.register(...catalogueViews);
      engine.virtualTables.provide((database, schema, name) =>
        `${database.name}.${schema}.${name}`.toLowerCase() === 'msdb.dbo.backupset'
          ? backupSetView
          : undefined,
      );
      engine.procedures.register(...catalogueProcedures);
    },
  };
}

const catalogueViews: VirtualTable[] = [
  databasesView,
  configurationsView,
  serverServicesView,
  ...objectViews,
  ...informationSchemaViews,
  ...securityViews,
];
