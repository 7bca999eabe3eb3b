import { z } from 'zod';
import { wholeNumber } from './whole-number';

/** Engine versions of DMS that read SQL Server's log; the provider checks none of it. */
const DMS_VERSIONS = ['3.5.2', '3.5.3', '3.5.4', '3.6.0', '3.6.1'] as const;

const DMS_CLASS =
  /^dms\.(t3\.(medium|large)|(c5|c6i|r5|r6i)\.(large|xlarge|[248]xlarge|9xlarge|12xlarge|16xlarge|18xlarge|24xlarge|32xlarge))$/;

/** The DMS instance, its task, and what is done about rows that it cannot carry. */
export const replication = z
  .strictObject({
    engineVersion: z
      .enum(DMS_VERSIONS, { error: `give a version of DMS: ${DMS_VERSIONS.join(', ')}` })
      .default('3.5.4'),
    instanceClass: z
      .string()
      .regex(DMS_CLASS, { error: 'give a class of DMS, such as dms.t3.medium' })
      .default('dms.t3.medium'),
    storageGigabytes: wholeNumber({ min: 5, max: 6144, unit: 'GB' }).default(50),
    multiAz: z.boolean({ error: 'give true or false' }).default(false),
    /** TLS to the database: `require` encrypts, `verify-full` also checks the certificate. */
    tls: z
      .discriminatedUnion(
        'mode',
        [
          z.strictObject({ mode: z.literal('require') }),
          z.strictObject({
            mode: z.literal('verify-full'),
            certificateArn: z
              .string()
              .regex(/^arn:aws[a-z-]*:dms:/, { error: 'give the ARN of a certificate in DMS' }),
          }),
        ],
        { error: "give { mode: 'require' } or { mode: 'verify-full', certificateArn }" },
      )
      .prefault({ mode: 'require' }),
    /** Longer LOBs are an error, not a cut; a Kinesis target takes 1 MB at most. */
    lobKilobytesMax: wholeNumber({ min: 1, max: 1024, unit: 'KB' }).default(64),
    /** Tables loaded side by side. */
    fullLoadTables: wholeNumber({ min: 1, max: 49, unit: 'tables' }).default(8),
    /**
     * dms-vpc-role and dms-cloudwatch-logs-role exist once in an account: `create` makes them here,
     * `adopt` takes those that stand.
     */
    accountRoles: z.enum(['create', 'adopt'], { error: 'give create or adopt' }).default('create'),
  })
  .prefault({});

export type Replication = z.output<typeof replication>;

/**
 * Seconds between scans of the capture job. From DMS 3.5.3 on DMS reads log backups and SQL Server's
 * 5 s stay; older engines need the log kept, and 3599 is the most that every version takes.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.SQLServer.CDC.html
 */
export function capturePollingSeconds({ engineVersion }: Replication): number {
  return engineVersion === '3.5.2' ? 3599 : 5;
}
