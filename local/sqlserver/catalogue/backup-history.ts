import type { VirtualTable } from '../engine/virtual-table';
import type { Database, Fact } from '../storage/database';
import type { Transaction } from '../storage/transaction';
import { dateTimeOf } from '../cdc/capture-tables';
import { viewColumns } from './view-columns';

const BACKUPS_FACT = 'backups';

export interface Backup {
  type: 'database' | 'log';
  startedMs: number;
  finishedMs: number;
}

/** What BACKUP DATABASE leaves in `msdb.dbo.backupset`. */
export function recordBackup(transaction: Transaction, database: Database, backup: Backup): void {
  const value = [...backups(database), backup] as unknown as Fact;
  transaction.define({ kind: 'fact', database: database.name, name: BACKUPS_FACT, value });
}

function backups(database: Database): Backup[] {
  return (database.facts.get(BACKUPS_FACT) ?? []) as unknown as Backup[];
}

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
