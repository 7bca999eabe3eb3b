-- How often the capture job scans the log. @polling_seconds, @is_rds and @multi_az are declared by the
-- runner before each batch. A changed interval holds from the job's next start.
EXEC sys.sp_cdc_change_job @job_type = N'capture', @pollinginterval = @polling_seconds;
GO

-- Stopping a job that does not run is an error of no account.
BEGIN TRY
  EXEC sys.sp_cdc_stop_job @job_type = N'capture';
END TRY
BEGIN CATCH
  PRINT N'The capture job was not running.';
END CATCH
GO

EXEC sys.sp_cdc_start_job @job_type = N'capture';
GO

-- After a failover the job is made anew, with the interval kept here.
IF @is_rds = 1 AND @multi_az = 1
  EXEC rdsadmin.dbo.rds_set_configuration N'cdc_capture_pollinginterval', @polling_seconds;
