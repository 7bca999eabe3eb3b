import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { AwsProvider, type AwsProviderConfig } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, S3Backend, type TerraformStack } from 'cdktf';
import type { Settings } from '../../settings/define-settings';

/** Where a stack's resources stand; `account` is known to Terraform only, or given by a side. */
export interface Place {
  account: string;
  region: string;
}

/** One of two accounts that a feed crosses, and the role to assume in it. */
export interface Side {
  account: string;
  roleArn?: string | undefined;
}

/** Provider, backend and account of a stack: what each starts with. */
export function deployment(stack: TerraformStack, settings: Settings, side?: Side): Place {
  const { region } = settings;
  new AwsProvider(stack, 'aws', providerOf(settings, side));
  addBackend(stack, settings);
  const account = side?.account ?? new DataAwsCallerIdentity(stack, 'account').accountId;
  return { account, region };
}

/** Terraform refuses an account that the settings do not name. */
export function providerOf(settings: Settings, side?: Side): AwsProviderConfig {
  const account = side?.account ?? settings.account;
  return {
    region: settings.region,
    ...(side?.roleArn !== undefined && { assumeRole: [{ roleArn: side.roleArn }] }),
    ...(account !== undefined && { allowedAccountIds: [account] }),
    defaultTags: [{ tags: { project: settings.project, environment: settings.environment } }],
  };
}

function addBackend(stack: TerraformStack, { backend }: Settings): void {
  const id = stack.node.id;
  switch (backend.kind) {
    case 'local':
      // Terraform runs in cdktf.out/stacks/<id>; relative, so that every clone gives the same JSON.
      new LocalBackend(stack, { path: `../../../terraform.${id}.tfstate` });
      break;
    case 's3':
      new S3Backend(stack, {
        bucket: backend.bucket,
        key: `${backend.keyPrefix}${id}.tfstate`,
        region: backend.region,
        encrypt: true,
      }).addOverride('use_lockfile', true); // newer than this release of CDKTF
      break;
  }
}
