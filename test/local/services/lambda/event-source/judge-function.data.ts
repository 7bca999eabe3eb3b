import type { FunctionSettings } from '../../../../../local/services/lambda/function-settings';

/** The function that mappings are made to; what it does is registered in process, under its name. */
export const JUDGE_FUNCTION: FunctionSettings = {
  name: 'judge',
  arn: 'arn:aws:lambda:eu-west-1:111122223333:function:judge',
  roleArn: 'arn:aws:iam::111122223333:role/judge-role',
  handler: 'index.handler',
  filename: '',
  timeoutSeconds: 60,
  memoryMegabytes: 128,
  environment: {},
  description: '',
  architecture: 'arm64',
  logGroup: '/aws/lambda/judge',
  version: '$LATEST',
};
