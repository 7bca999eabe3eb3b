-- Invoices have no primary key, as in many an old application; their logical key is invoice_id.
IF OBJECT_ID(N'dbo.invoices') IS NULL
  CREATE TABLE dbo.invoices (
    invoice_id INT,
    customer_id INT,
    billing_date DATE,
    due_date DATE,
    balance INT,
    monthly_kwh_use INT,
    total_amount_due VARCHAR(50)
  );
GO

IF OBJECT_ID(N'dbo.payments') IS NULL
  CREATE TABLE dbo.payments (
    payment_id INT NOT NULL PRIMARY KEY,
    invoice_id INT,
    customer_id INT NOT NULL,
    paid_at DATETIME2(3),
    amount DECIMAL(12, 2)
  );
