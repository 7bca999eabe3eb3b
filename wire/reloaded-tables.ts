/**
 * Tables that may be loaded again by one call.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.ReloadTables.html
 */
export const MAX_RELOADED_TABLES = 10;
