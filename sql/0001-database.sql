-- The database of the feed. Runs in master; the other scripts run in the database itself.
IF DB_ID(N'democustomer') IS NULL
  CREATE DATABASE democustomer;
