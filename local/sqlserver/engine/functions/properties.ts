import { plainText } from '../../types/plain-text';
import type { Database } from '../../storage/database';
import type { SqlValue } from '../../types/sql-type';
import { databaseSettings } from '../database-settings';
import type { EngineCore } from '../engine-core';
import { PRODUCT_MAJOR_VERSION, PRODUCT_VERSION } from '../server-version';

const COLLATION = 'SQL_Latin1_General_CP1_CI_AS';

/** Unknown properties are NULL, as on a real server. Numbers come as text: there is no sql_variant here. */
export function serverProperty(engine: EngineCore, name: SqlValue | undefined): string | null {
  const isEnterprise = /enterprise|developer/i.test(engine.edition);
  switch (plainText(name).toLowerCase()) {
    case 'edition':
      return engine.edition;
    case 'editionid':
      return isEnterprise ? '1804890536' : '-1534726760';
    case 'engineedition':
      return isEnterprise ? '3' : /express/i.test(engine.edition) ? '4' : '2';
    case 'productversion':
    case 'resourceversion':
      return PRODUCT_VERSION;
    case 'productmajorversion':
      return PRODUCT_MAJOR_VERSION;
    case 'productminorversion':
      return '0';
    case 'productlevel':
      return 'RTM';
    case 'servername':
    case 'machinename':
    case 'computernamephysicalnetbios':
      return engine.serverName;
    case 'collation':
      return COLLATION;
    case 'ishadrenabled':
    case 'isclustered':
    case 'isintegratedsecurityonly':
    case 'isfulltextinstalled':
      return '0';
    default:
      return null;
  }
}

export function databaseProperty(database: Database, name: SqlValue | undefined): string | null {
  const settings = databaseSettings(database);
  switch (plainText(name).toLowerCase()) {
    case 'collation':
      return COLLATION;
    case 'recovery':
      return settings['RECOVERY'] ?? 'FULL';
    case 'status':
      return 'ONLINE';
    case 'updateability':
      return 'READ_WRITE';
    case 'useraccess':
      return 'MULTI_USER';
    case 'version':
      return '904';
    default:
      return null;
  }
}
