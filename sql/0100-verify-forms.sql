-- One column of every supported type, with extreme rows, to compare the records that arrive with the
-- forms that the readers assume. Optional: not part of the feed's own tables.
IF OBJECT_ID(N'dbo.tributary_forms') IS NULL
  CREATE TABLE dbo.tributary_forms (
    form_id INT NOT NULL PRIMARY KEY,
    c_bit BIT,
    c_tinyint TINYINT,
    c_smallint SMALLINT,
    c_int INT,
    c_bigint BIGINT,
    c_decimal DECIMAL(38, 10),
    c_numeric NUMERIC(18, 0),
    c_money MONEY,
    c_smallmoney SMALLMONEY,
    c_real REAL,
    c_float FLOAT,
    c_char CHAR(10),
    c_varchar VARCHAR(50),
    c_nchar NCHAR(10),
    c_nvarchar NVARCHAR(50),
    c_varchar_max VARCHAR(MAX),
    c_nvarchar_max NVARCHAR(MAX),
    c_date DATE,
    c_time TIME(7),
    c_datetime DATETIME,
    c_smalldatetime SMALLDATETIME,
    c_datetime2 DATETIME2(7),
    c_datetimeoffset DATETIMEOFFSET(7),
    c_uniqueidentifier UNIQUEIDENTIFIER,
    c_binary BINARY(5),
    c_varbinary VARBINARY(50)
  );
GO

IF NOT EXISTS (SELECT 1 FROM cdc.change_tables WHERE source_object_id = OBJECT_ID(N'dbo.tributary_forms'))
  EXEC sys.sp_cdc_enable_table
    @source_schema = N'dbo', @source_name = N'tributary_forms', @role_name = NULL, @supports_net_changes = 1;
GO

IF NOT EXISTS (SELECT 1 FROM dbo.tributary_forms WHERE form_id = 1)
  INSERT INTO dbo.tributary_forms VALUES (
    1, 1, 255, 32767, 2147483647, 9223372036854775807, 9999999999999999999999999999.9999999999,
    999999999999999999, 922337203685477.5807, 214748.3647, 3.4e38, 1.7976931348623157e308,
    'abc', 'abc  ', N'Größe', N'日本語 😀', 'long text', N'long text 日本語', '9999-12-31', '23:59:59.9999999',
    '9999-12-31T23:59:59.997', '2079-06-06T23:59:00', '9999-12-31T23:59:59.9999999',
    '2022-04-15T12:34:56.1234567+05:30', '6F9619FF-8B86-D011-B42D-00C04FC964FF', 0x80057D942E, 0x00FF10
  );
GO

IF NOT EXISTS (SELECT 1 FROM dbo.tributary_forms WHERE form_id = 2)
  INSERT INTO dbo.tributary_forms VALUES (
    2, 0, 0, -32768, -2147483648, -9223372036854775808, -9999999999999999999999999999.9999999999,
    -999999999999999999, -922337203685477.5808, -214748.3648, -3.4e38, -1.7976931348623157e308,
    '', '', N'', N'', '', N'', '0001-01-01', '00:00:00', '1753-01-01T00:00:00', '1900-01-01T00:00:00',
    '0001-01-01T00:00:00', '0001-01-01T00:00:00+00:00', '00000000-0000-0000-0000-000000000000',
    0x0000000000, 0x
  );
GO

-- Small fractions, digits that a double would lose, and text that looks like something else.
IF NOT EXISTS (SELECT 1 FROM dbo.tributary_forms WHERE form_id = 3)
  INSERT INTO dbo.tributary_forms VALUES (
    3, NULL, 1, 1, 1, 9007199254740993, 0.0000000001, 1, 0.0001, 0.0001, 2.2, 0.1,
    'null', '"quoted", \ back', N'{"a":1}', N'line
break', '0x00', N'true', '2000-02-29', '01:30:00', '2022-04-15T12:34:56.003', '2022-04-15T12:34:00',
    '2022-04-15T12:34:56.0000001', '2022-04-15T12:34:56-08:00',
    'ABCDEF01-2345-6789-ABCD-EF0123456789', 0x01, 0xFF
  );
GO

IF NOT EXISTS (SELECT 1 FROM dbo.tributary_forms WHERE form_id = 4)
  INSERT INTO dbo.tributary_forms (form_id) VALUES (4);
