import { z } from 'zod';
import { wholeNumber } from './whole-number';

/**
 * What RDS offers and change data capture works on; the provider checks none of it. Web and Express
 * edition have no CDC: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.SQLServer.CommonDBATasks.CDC.html
 */
const RDS_EDITIONS = ['sqlserver-se', 'sqlserver-ee'] as const;

const RDS_VERSION = /^(13|14|15|16)\.00(\.\d{4}\.\d+\.v\d+)?$/;
const RDS_CLASS =
  /^db\.(t3\.(xlarge|2xlarge)|(m5|m5d|m6i|m7i|r5|r5d|r5b|r6i|r7i)\.(large|xlarge|[248]xlarge|12xlarge|16xlarge|24xlarge|32xlarge)|(x1e|x2iedn|z1d)\.(large|xlarge|\d{1,2}xlarge))$/;

/** SQL Server on RDS. */
export const database = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, { error: 'give a plain database name' }),
    edition: z
      .enum(RDS_EDITIONS, {
        error: `give ${RDS_EDITIONS.join(' or ')}: the other editions have no change data capture`,
      })
      .default('sqlserver-se'),
    /** Major version such as `15.00` (RDS picks the minor one), or a full one. */
    engineVersion: z
      .string()
      .regex(RDS_VERSION, {
        error:
          'give a version of SQL Server 2016 to 2022: 13.00, 14.00, 15.00, 16.00 or a full one',
      })
      .default('15.00'),
    /** The smallest class on which RDS offers Standard edition is db.t3.xlarge. */
    instanceClass: z
      .string()
      .regex(RDS_CLASS, { error: 'give a class of RDS for SQL Server, such as db.t3.xlarge' })
      .default('db.t3.xlarge'),
    storageGigabytes: wholeNumber({ min: 20, max: 16_384, unit: 'GB' }).default(100),
    storageGigabytesMax: wholeNumber({ min: 22, max: 16_384, unit: 'GB' }).default(1000),
    backupRetentionDays: wholeNumber({ min: 1, max: 35, unit: 'days (CDC needs backups)' }).default(
      7,
    ),
    multiAz: z.boolean({ error: 'give true or false' }).default(false),
    /** Half of the two keys that deleting the database without a snapshot needs. */
    deleteDataOnDestroy: z.boolean({ error: 'give true or false' }).default(false),
  })
  .superRefine((value, context) => {
    if (value.storageGigabytesMax > value.storageGigabytes) return;
    const message = `give more than storageGigabytes (${value.storageGigabytes})`;
    context.addIssue({ code: 'custom', path: ['storageGigabytesMax'], message });
  });

export type Database = z.output<typeof database>;
