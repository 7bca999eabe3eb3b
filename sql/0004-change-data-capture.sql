-- Change data capture for the database: RDS gives no sysadmin, so it has a procedure of its own.
IF NOT EXISTS (SELECT 1 FROM sys.databases WHERE name = DB_NAME() AND is_cdc_enabled = 1)
BEGIN
  IF OBJECT_ID(N'msdb.dbo.rds_cdc_enable_db') IS NOT NULL
    EXEC msdb.dbo.rds_cdc_enable_db N'democustomer';
  ELSE
    EXEC sys.sp_cdc_enable_db;
END
GO

-- Then each table; net changes need a primary key.
IF NOT EXISTS (SELECT 1 FROM cdc.change_tables WHERE source_object_id = OBJECT_ID(N'dbo.invoices'))
  EXEC sys.sp_cdc_enable_table
    @source_schema = N'dbo', @source_name = N'invoices', @role_name = NULL, @supports_net_changes = 0;
GO

IF NOT EXISTS (SELECT 1 FROM cdc.change_tables WHERE source_object_id = OBJECT_ID(N'dbo.payments'))
  EXEC sys.sp_cdc_enable_table
    @source_schema = N'dbo', @source_name = N'payments', @role_name = NULL, @supports_net_changes = 1;
