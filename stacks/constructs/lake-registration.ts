import { LakeformationResource } from '@cdktf/provider-aws/lib/lakeformation-resource';
import { Construct } from 'constructs';
import { readFiles } from './bucket-grants';
import type { FeedNaming } from './feed-context';
import { decryptWith } from './key-grants';
import type { LakePlace } from './lake-storage';
import { ServiceRole } from './service-role';

export interface LakeRegistrationProps {
  naming: FeedNaming;
  lake: Pick<LakePlace, 'bucketArn' | 'keyArn'>;
  prefix: string;
}

/**
 * The place of a feed's rows, registered with Lake Formation under a role of ours: its service-linked role
 * has no right to the lake's key. In hybrid mode, so that who reads by IAM goes on to read.
 * https://docs.aws.amazon.com/lake-formation/latest/dg/register-encrypted.html
 */
export class LakeRegistration extends Construct {
  constructor(scope: Construct, id: string, { naming, lake, prefix }: LakeRegistrationProps) {
    super(scope, id);
    const role = new ServiceRole(this, 'role', {
      name: naming.name('role', 'lake-formation'),
      services: ['lakeformation.amazonaws.com'],
      statements: [...readFiles(lake.bucketArn, prefix), decryptWith(lake.keyArn, 'Lake')],
    });
    new LakeformationResource(this, 'location', {
      arn: `${lake.bucketArn}/${prefix.replace(/\/$/, '')}`,
      roleArn: role.arn,
      hybridAccessEnabled: true,
      dependsOn: [role.policy],
    });
  }
}
