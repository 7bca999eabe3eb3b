-- Where the database runner remembers what it has done.
IF SCHEMA_ID(N'tributary') IS NULL
  EXEC (N'CREATE SCHEMA tributary');
GO

IF OBJECT_ID(N'tributary.applied_scripts') IS NULL
  CREATE TABLE tributary.applied_scripts (
    name NVARCHAR(200) NOT NULL PRIMARY KEY,
    sha256 VARCHAR(64) NOT NULL,
    applied_at DATETIME2(3) NOT NULL
  );
GO

IF OBJECT_ID(N'tributary.inserted_chunks') IS NULL
  CREATE TABLE tributary.inserted_chunks (
    run NVARCHAR(200) NOT NULL,
    chunk INT NOT NULL,
    row_count INT NOT NULL,
    inserted_at DATETIME2(3) NOT NULL,
    PRIMARY KEY (run, chunk)
  );
