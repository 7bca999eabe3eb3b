import { DataAwsIamRole } from '@cdktf/provider-aws/lib/data-aws-iam-role';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Replication } from '../../settings/replication';
import { trustPolicy } from './policy';

/** Names and policies that DMS looks for: https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html */
const ROLES = {
  'dms-vpc-role': 'AmazonDMSVPCManagementRole',
  'dms-cloudwatch-logs-role': 'AmazonDMSCloudWatchLogsRole',
} as const;

/** The two roles of DMS that exist once in an account: made here, or looked up and required. */
export class AccountRoles extends Construct {
  /** Subnet group and instance wait for these. */
  readonly ready: ITerraformDependable[];

  constructor(scope: Construct, id: string, mode: Replication['accountRoles']) {
    super(scope, id);
    const entries = Object.entries(ROLES);
    this.ready = entries.map(([name, policy]) =>
      mode === 'create' ? this.create(name, policy) : new DataAwsIamRole(this, name, { name }),
    );
  }

  private create(name: string, policy: string): ITerraformDependable {
    const role = new IamRole(this, name, {
      name,
      assumeRolePolicy: trustPolicy(['dms.amazonaws.com']),
    });
    return new IamRolePolicyAttachment(this, `${name}-policy`, {
      role: role.name,
      policyArn: `arn:aws:iam::aws:policy/service-role/${policy}`,
    });
  }
}
