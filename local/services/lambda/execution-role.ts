import type { Cloud } from '../../cloud';
import type { Caller } from '../../endpoint/dispatch';
import type { FunctionSettings } from './function-settings';

/** Lambda as a function's role: what the function itself calls with, what polls for it and puts its failures aside. */
export function executionRole(
  cloud: Cloud,
  { arn, name, roleArn }: Pick<FunctionSettings, 'arn' | 'name' | 'roleArn'>,
): Caller {
  return cloud.permissions.assume({
    service: 'lambda.amazonaws.com',
    roleArn,
    session: name,
    sourceArn: arn,
    refused: {
      code: 'InvalidParameterValueException',
      message: 'The role defined for the function cannot be assumed by Lambda.',
    },
  });
}
