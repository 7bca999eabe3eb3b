import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { policyDocument, type Statement } from './policy';

export interface EncryptionKeyProps {
  name: string;
  description: string;
  statements: readonly Statement[];
  /** Both keys of deletion turned: the shortest wait that KMS has, else the longest. */
  deletable: boolean;
  /** Where the key stands in another region than its stack. */
  provider?: TerraformProvider;
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
const DELETION_WAIT_DAYS = { min: 7, max: 30 };

/** A key of our own, rotated each year. A deleted key stays pending for days and costs nothing then. */
export class EncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const where = props.provider === undefined ? {} : { provider: props.provider };
    const key = new KmsKey(this, 'key', {
      ...where,
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: props.deletable ? DELETION_WAIT_DAYS.min : DELETION_WAIT_DAYS.max,
      policy: policyDocument(props.statements),
    });
    new KmsAlias(this, 'alias', {
      ...where,
      name: `alias/${props.name}`,
      targetKeyId: key.keyId,
    });
    this.arn = key.arn;
  }
}
