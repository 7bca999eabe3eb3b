import { defineSettings } from './settings/define-settings';
import { dynamoFeed } from './settings/dynamo-feed';
import { sqlServerFeed } from './settings/sql-server-feed';

/** What is deployed, and what the laptop runs. The files in settings/ say what each setting does. */
export const settings = defineSettings({
  environment: 'development',
  region: 'eu-west-1',
  lake: { deleteDataOnDestroy: true },
  feeds: {
    billing: sqlServerFeed({
      database: { name: 'democustomer', deleteDataOnDestroy: true },
      tables: [
        {
          name: 'dbo.invoices',
          key: ['invoice_id'],
          partitionBy: 'customer_id',
          columns: {
            invoice_id: 'int',
            customer_id: 'int',
            billing_date: 'date',
            due_date: 'date',
            balance: 'int',
            monthly_kwh_use: 'int',
            total_amount_due: 'varchar(50)',
          },
        },
        {
          name: 'dbo.payments',
          key: ['payment_id'],
          partitionBy: 'customer_id',
          columns: {
            payment_id: 'int',
            invoice_id: 'int',
            customer_id: 'int',
            paid_at: 'datetime2(3)',
            amount: 'decimal(12,2)',
          },
        },
      ],
      alerts: { invoiceTable: 'dbo.invoices', deleteDataOnDestroy: true },
    }),
    people: dynamoFeed({
      table: {
        kind: 'create',
        key: { partition: { name: 'id', type: 'S' } },
        deleteDataOnDestroy: true,
      },
      columns: [
        { attribute: 'name', type: 'string' },
        { attribute: 'jobTitle', type: 'string' },
        { attribute: ['address', 'city'], type: 'string' },
        { attribute: 'salary', type: 'decimal(38,2)' },
      ],
    }),
  },
});
