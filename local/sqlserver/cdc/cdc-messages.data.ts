/**
 * Number to text, `{0}` and on for what is filled in; all of severity 16.
 * https://learn.microsoft.com/en-us/sql/relational-databases/errors-events/database-engine-events-and-errors-22000-to-22999
 */
export const CDC_MESSAGES: Readonly<Record<number, string>> = {
  313: 'An insufficient number of arguments were supplied for the procedure or function {0} ... .',
  9003: "The log scan number ({0}) passed to log scan in database '{1}' is not valid. This error may indicate data corruption or that the log file (.ldf) does not match the data file (.mdf). If this error occurred during replication, re-create the publication. Otherwise, restore from backup if the problem results in a failure during startup.",
  15002: "The procedure '{0}' cannot be executed within a transaction.",
  22022: 'SQLServerAgent Error: {0}',
  22901:
    "The database '{0}' is not enabled for Change Data Capture. Ensure that the correct database context is set and retry the operation. To report on the databases enabled for Change Data Capture, query the is_cdc_enabled column in the sys.databases catalog view.",
  22902: 'Caller is not authorized to initiate the requested action. {0} privileges are required.',
  22903:
    "Another connection with session ID {0} is already running 'sp_replcmds' for Change Data Capture in the current database.",
  22904: 'Caller is not authorized to initiate the requested action. DBO privileges are required.',
  22906:
    "The database '{0}' cannot be enabled for Change Data Capture because a database user named 'cdc' or a schema named 'cdc' already exists in the current database. These objects are required exclusively by Change Data Capture. Drop or rename the user or schema and retry the operation.",
  22907:
    'Parameter @role_name cannot be empty. Specify a value for @role_name and retry the operation. Supply null as the value if no role is to be used to gate access to captured change data.',
  22920: 'The named capture instance {0} does not exist for database {1}.',
  22926:
    "Could not create a capture instance because the capture instance name '{0}' already exists in the current database. Specify an explicit unique name for the parameter @capture_instance.",
  22927:
    "Capture instance name '{0}' exceeds the length limit of {1} characters. Specify a name that satisfies the length constraint.",
  22928:
    "Index name '{0}' is not an index for table '{1}.{2}'. Specify a valid index name for the table.",
  22930:
    "Could not locate '{0}' as a column of source table '{1}.{2}'. Specify a valid column name.",
  22931:
    "Source table '{0}.{1}' does not exist in the current database. Ensure that the correct database context is set. Specify a valid schema and table name for the database.",
  22939:
    'The parameter @supports_net_changes is set to 1, but the source table does not have a primary key defined and no alternate unique index has been specified.',
  22943:
    'Columns used to uniquely identify a row for net change tracking must be included in the list of captured columns. Add either the primary key columns of the source table, or the columns defined for the index specified in the parameter @index_name to the list of captured columns and retry the operation.',
  22957:
    "LSN {0}, specified as the new low end point for the change table associated with capture instance '{1}', is not within the Change Data Capture timeline [{2}, {3}].",
  22960:
    "Change data capture instance '{0}' has not been enabled for the source table '{1}.{2}'. Use sys.sp_cdc_help_change_data_capture to verify the capture instance name and retry the operation.",
  22962:
    "Two capture instances already exist for source table '{0}.{1}'. A table can have at most two capture instances. If the current tracking options are not appropriate, disable change tracking for the obsolete instance by using sys.sp_cdc_disable_table and retry the operation.",
  22963:
    "Parameter '{0}' cannot be null or empty. Specify a value for the named parameter and retry the operation.",
  22965:
    "A quoted column in the column list is not properly terminated. Verify that columns are correctly delimited and retry the operation. For more information, see 'Delimited Identifiers' in Books Online.",
  22970:
    'The value for parameter @maxscans specified for the Change Data Capture job must be greater than 0.',
  22972:
    'When calling stored procedure [sys].sp_cdc_help_change_data capture, if either @source_schema or @source_name is non-null and non-empty, the other parameter must also be non-null and non-empty.',
  22973:
    "The specified filegroup '{0}' is not a valid filegroup for database '{1}'. Specify a valid existing filegroup or create the named filegroup, and retry the operation.",
  22974: 'Tables contained in the cdc schema cannot be enabled for Change Data Capture.',
  22975:
    "Source table '{0}' contains one of the following reserved column names: __$start_lsn, __$end_lsn, __$seqval, __$operation, and __$update_mask. To enable Change Data Capture for this table, specify a captured column list and ensure that these columns are excluded from the list.",
  22985:
    "Change data capture has not been enabled for source table '{0}.{1}'. Specify the name of a table enabled for Change Data Capture. To report on the tables enabled for Change Data Capture, query the is_tracked_by_cdc column in the sys.tables catalog view.",
  22988:
    'This instance of SQL Server is the {0}. Change data capture is only available in the Enterprise, Developer, Enterprise Evaluation, and Standard editions.',
  22994:
    'The value for parameter @pollinginterval specified for the Change Data Capture job must be greater than or equal to 0 and less than 24 hours in seconds.',
};
