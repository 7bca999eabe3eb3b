import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { policyDocument, trustPolicy, type Statement } from './policy';

export interface ServiceRoleProps {
  name: string;
  services: readonly string[];
  statements: readonly Statement[];
  conditions?: Statement['conditions'];
}

/** A role that services assume, with exactly the given statements. */
export class ServiceRole extends Construct {
  readonly arn: string;
  readonly name: string;
  /** What needs the rights at its creation waits for this. */
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const role = new IamRole(this, 'role', {
      name: props.name,
      assumeRolePolicy: trustPolicy(props.services, props.conditions),
    });
    this.policy = new IamRolePolicy(this, 'policy', {
      name: props.name,
      role: role.name,
      policy: policyDocument(props.statements),
    });
    this.arn = role.arn;
    this.name = role.name;
  }
}
