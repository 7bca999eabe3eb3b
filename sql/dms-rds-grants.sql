-- In msdb on RDS: the procedures by which DMS 3.5.3 and later reads log backups.
IF USER_ID(N'tributary_dms') IS NULL
  CREATE USER tributary_dms FOR LOGIN tributary_dms;
GO

GRANT EXECUTE ON msdb.dbo.rds_dms_tlog_download TO tributary_dms;
GRANT EXECUTE ON msdb.dbo.rds_dms_tlog_read TO tributary_dms;
GRANT EXECUTE ON msdb.dbo.rds_dms_tlog_list_current_lsn TO tributary_dms;
GRANT EXECUTE ON msdb.dbo.rds_task_status TO tributary_dms;
