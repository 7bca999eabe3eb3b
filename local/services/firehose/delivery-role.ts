import type { Cloud } from '../../cloud';
import type { Caller } from '../../endpoint/dispatch';

/** Firehose as one of a delivery stream's roles; the session says in errors what it is about. */
export function deliveryRole(
  cloud: Cloud,
  sourceArn: string,
  { roleArn, session }: { roleArn: string; session: string },
): Caller {
  return cloud.permissions.assume({
    service: 'firehose.amazonaws.com',
    roleArn,
    session,
    sourceArn,
    refused: {
      code: 'InvalidArgumentException',
      message: `Firehose is unable to assume role ${roleArn}. Please check the role provided.`,
    },
  });
}
