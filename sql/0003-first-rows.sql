-- Ten statements: one VALUES with several rows would give all of total_amount_due one type, and turn 28
-- beside 20.5 into '28.0'. Only into an empty table, and all or none.
SET XACT_ABORT ON;
SET DATEFORMAT mdy;
IF NOT EXISTS (SELECT 1 FROM dbo.invoices)
BEGIN
  BEGIN TRANSACTION;
  INSERT INTO dbo.invoices VALUES (1, 1219578, '4/15/2022', '4/30/2022', 25, 6, 28);
  INSERT INTO dbo.invoices VALUES (2, 1365142, '4/15/2022', '4/28/2022', NULL, 41, 20.5);
  INSERT INTO dbo.invoices VALUES (3, 1368834, '4/15/2022', '5/5/2022', NULL, 31, 15.5);
  INSERT INTO dbo.invoices VALUES (4, 1226431, '4/15/2022', '4/28/2022', NULL, 47, 23.5);
  INSERT INTO dbo.invoices VALUES (5, 1499194, '4/15/2022', '5/1/2022', NULL, 39, 19.5);
  INSERT INTO dbo.invoices VALUES (6, 1221240, '4/15/2022', '5/2/2022', NULL, 38, 19);
  INSERT INTO dbo.invoices VALUES (7, 1235442, '4/15/2022', '4/27/2022', NULL, 50, 25);
  INSERT INTO dbo.invoices VALUES (8, 1306894, '4/15/2022', '5/2/2022', NULL, 16, 8);
  INSERT INTO dbo.invoices VALUES (9, 1343570, '4/15/2022', '5/3/2022', NULL, 39, 19.5);
  INSERT INTO dbo.invoices VALUES (10, 1465198, '4/15/2022', '5/4/2022', NULL, 47, 23.5);
  COMMIT TRANSACTION;
END
