import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, S3Backend, type TerraformStack } from 'cdktf';
import type { Settings } from '../../settings/define-settings';

/** Where a stack's resources stand; `account` is known to Terraform only. */
export interface Place {
  account: string;
  region: string;
}

/** Provider, backend and account of a stack: what each starts with. */
export function deployment(stack: TerraformStack, settings: Settings): Place {
  new AwsProvider(stack, 'aws', {
    region: settings.region,
    ...(settings.account !== undefined && { allowedAccountIds: [settings.account] }),
    defaultTags: [{ tags: { project: settings.project, environment: settings.environment } }],
  });
  addBackend(stack, settings);
  const identity = new DataAwsCallerIdentity(stack, 'account');
  return { account: identity.accountId, region: settings.region };
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
