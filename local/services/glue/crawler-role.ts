import type { Cloud } from '../../cloud';
import type { Caller } from '../../endpoint/dispatch';

/** What a crawler that found partitions does with them. */
export const PARTITION_ACTIONS = ['GetPartitions', 'BatchCreatePartition'];

/** Glue as a crawler's role. */
export function crawlerRole(
  cloud: Cloud,
  { name, roleArn }: { name: string; roleArn: string },
): Caller {
  return cloud.permissions.assume({
    service: 'glue.amazonaws.com',
    roleArn,
    session: 'AWS-Crawler',
    sourceArn: `arn:aws:glue:${cloud.region}:${cloud.account}:crawler/${name}`,
    refused: {
      code: 'InvalidInputException',
      message: "Service is unable to assume provided role. Please verify role's TrustPolicy",
    },
  });
}

/**
 * Throws unless the role may do so: a call on a table needs the right on the table, its database and the
 * catalog. https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
 */
export function requireCatalog(
  cloud: Cloud,
  caller: Caller,
  wanted: { table: { database: string; name: string }; actions: readonly string[] },
): void {
  const { database, name } = wanted.table;
  const place = ['catalog', `database/${database}`];
  const accesses = wanted.actions.flatMap((action) =>
    [...place, ...(action === 'GetDatabase' ? [] : [`table/${database}/${name}`])].map((what) => ({
      action: `glue:${action}`,
      resource: `arn:aws:glue:${cloud.region}:${cloud.account}:${what}`,
    })),
  );
  cloud.permissions.require(caller, 'glue', accesses);
}
