import { backups } from '../engine/backups';
import type { VirtualTable } from '../engine/virtual-table';
import { dateTimeOf } from '../cdc/capture-tables';
import { viewColumns } from './view-columns';

/** https://learn.microsoft.com/en-us/sql/relational-databases/system-tables/backupset-transact-sql */
export const backupSetView: VirtualTable = {
  schema: 'dbo',
  name: 'backupset',
  columns: viewColumns({
    backup_set_id: 'int',
    name: 'sysname?',
    backup_start_date: 'datetime?',
    backup_finish_date: 'datetime?',
    type: 'code?',
    database_name: 'sysname?',
    server_name: 'sysname?',
    recovery_model: 'description?',
  }),
  rows: ({ session }) => {
    const databases = [...session.engine.store.databases.values()];
    const all = databases.flatMap((database) =>
      backups(database).map((backup) => ({ backup, database })),
    );
    const sorted = all.sort((a, b) => a.backup.finishedMs - b.backup.finishedMs);
    return sorted.map(({ backup, database }, at) => [
      at + 1,
      null,
      dateTimeOf(backup.startedMs),
      dateTimeOf(backup.finishedMs),
      backup.type === 'database' ? 'D' : 'L',
      database.name,
      session.engine.serverName,
      'FULL',
    ]);
  },
};
