-- What DMS needs to follow changes, for the login tributary_dms (the runner makes it and its password):
-- https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.SQLServer.CDC.html
IF USER_ID(N'tributary_dms') IS NULL
  CREATE USER tributary_dms FOR LOGIN tributary_dms;
GO

-- A restore can leave the user without its login; this ties them again.
ALTER USER tributary_dms WITH LOGIN = tributary_dms;
GO

ALTER ROLE db_owner ADD MEMBER tributary_dms;
GO

GRANT VIEW DEFINITION TO tributary_dms;
