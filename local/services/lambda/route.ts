import type { ServiceRoute } from '../../endpoint/service-route';

const FUNCTIONS = '/2015-03-31/functions';
const MAPPINGS = '/2015-03-31/event-source-mappings';

/** https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
export const lambdaRoute: ServiceRoute = {
  service: 'lambda',
  protocol: 'rest-json',
  signingNames: ['lambda'],
  shape: { blobs: [], timestamps: ['LastModified'], numbers: ['MaxItems'] },
  rest: [
    {
      action: 'Invoke',
      method: 'POST',
      path: `${FUNCTIONS}/{FunctionName}/invocations`,
      query: { Qualifier: 'Qualifier' },
      headers: { 'x-amz-invocation-type': 'InvocationType', 'x-amz-log-type': 'LogType' },
      payload: { member: 'Payload', as: 'bytes' },
      response: {
        statusMember: 'StatusCode',
        headers: {
          FunctionError: 'x-amz-function-error',
          ExecutedVersion: 'x-amz-executed-version',
          LogResult: 'x-amz-log-result',
        },
        payload: { member: 'Payload', as: 'bytes' },
      },
    },
    {
      action: 'GetFunctionConfiguration',
      method: 'GET',
      path: `${FUNCTIONS}/{FunctionName}/configuration`,
      query: { Qualifier: 'Qualifier' },
    },
    {
      action: 'GetFunction',
      method: 'GET',
      path: `${FUNCTIONS}/{FunctionName}`,
      query: { Qualifier: 'Qualifier' },
    },
    { action: 'ListFunctions', method: 'GET', path: FUNCTIONS },
    { action: 'GetEventSourceMapping', method: 'GET', path: `${MAPPINGS}/{UUID}` },
    {
      action: 'UpdateEventSourceMapping',
      method: 'PUT',
      path: `${MAPPINGS}/{UUID}`,
      response: { status: 202 },
    },
    {
      action: 'ListEventSourceMappings',
      method: 'GET',
      path: MAPPINGS,
      query: { FunctionName: 'FunctionName', EventSourceArn: 'EventSourceArn' },
    },
  ],
};
