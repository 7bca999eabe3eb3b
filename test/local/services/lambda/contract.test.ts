import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { serviceCaller } from '../../../../local/cloud';
import { createExchange } from '../../../../local/endpoint/create-exchange';
import { inMemoryRequestHandler } from '../../../../local/endpoint/in-memory-request-handler';
import { lambdaRoute } from '../../../../local/services/lambda/route';
import { createLambda } from '../../../../local/services/lambda/service';
import { lambdaContract } from '../../../contract/lambda';
import { testCloud } from '../../../support/test-cloud';

lambdaContract(async () => {
  const cloud = testCloud();
  const lambda = createLambda(cloud, {
    credentialsFor: () => ({ accessKeyId: '', secretAccessKey: '', sessionToken: '' }),
  });
  cloud.dispatcher.register(lambda.service);
  lambda.registerInProcess('contract', (event: { fail?: boolean }) => {
    if (event.fail === true) throw new Error('refused');
    return event;
  });
  await lambda.startFunction({
    name: 'contract',
    arn: 'arn:aws:lambda:eu-west-1:111122223333:function:contract',
    roleArn: 'arn:aws:iam::111122223333:role/contract',
    handler: 'index.handler',
    filename: '',
    timeoutSeconds: 3,
    memoryMegabytes: 128,
    environment: {},
    description: '',
    architecture: 'arm64',
    logGroup: '/aws/lambda/contract',
    version: '$LATEST',
  });
  const exchange = createExchange({
    dispatcher: cloud.dispatcher,
    routes: [lambdaRoute],
    callers: () => serviceCaller(cloud, 'test'),
    requestId: () => cloud.chance.uuid(),
  });
  const client = new LambdaClient({
    region: 'eu-west-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'AKIA1', secretAccessKey: 'x' },
    requestHandler: inMemoryRequestHandler(exchange) as never,
    maxAttempts: 1,
  });
  return async (action, input) => {
    try {
      const command =
        action === 'Invoke'
          ? new InvokeCommand(input as never)
          : new GetFunctionConfigurationCommand(input as never);
      return (await client.send(command as never)) as unknown as Record<string, unknown>;
    } catch (error) {
      throw Object.assign(error as Error, { code: (error as Error).name });
    }
  };
});
