import type { SystemProcedure } from '../engine/procedures';
import { outsideSubset } from '../outside-subset';

/**
 * What DMS 3.5.3 and later executes on RDS to read log backups. Rights on them can be granted; the
 * stand-in's log is read by `sys.fn_standin_log`, so that none of them runs here.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.SQLServer.CDC.html
 */
export const rdsLogProcedures: SystemProcedure[] = [
  'rds_dms_tlog_download',
  'rds_dms_tlog_read',
  'rds_dms_tlog_list_current_lsn',
  'rds_task_status',
].map((name) => ({
  database: 'msdb',
  schema: 'dbo',
  name,
  parameters: [],
  run: () => {
    throw outsideSubset(`msdb.dbo.${name}`);
  },
}));
