import type { Statement } from './policy';

export function writeLogs(groupArn: string): Statement {
  return {
    sid: 'WriteLogs',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [`${groupArn}:*`],
  };
}

/** What a function in a VPC needs to be given its network interface. */
export function manageNetworkInterfaces(): Statement {
  return {
    sid: 'ManageNetworkInterfaces',
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  };
}

/** Firehose calls the function by its unqualified ARN or with a version behind it. */
export function invokeFunction(functionArn: string): Statement {
  return {
    sid: 'TransformRows',
    actions: ['lambda:InvokeFunction', 'lambda:GetFunctionConfiguration'],
    resources: [functionArn, `${functionArn}:*`],
  };
}

/** Asks a function and waits for its answer. */
export function askFunction(functionArn: string): Statement {
  return { sid: 'AskRunner', actions: ['lambda:InvokeFunction'], resources: [functionArn] };
}
