import { matchArguments } from '../../../../local/definition/match-arguments';
import { lambdaEventSourceMappingResource } from '../../../../local/services/lambda/event-source-mapping-resource';
import { lambdaFunctionResource } from '../../../../local/services/lambda/function-resource';
import { createLambda } from '../../../../local/services/lambda/service';
import { testCloud } from '../../../support/test-cloud';

const block = {
  address: 'billing.aws_lambda_function.judge',
  stack: 'billing',
  account: '111122223333',
  region: 'eu-west-1',
  arguments: {},
};
const definition = {
  function_name: 'judge',
  role: 'arn:aws:iam::111122223333:role/judge-role',
  handler: 'index.handler',
  filename: '/assets/judge.zip',
  runtime: 'nodejs22.x',
  timeout: 30,
  environment: { variables: { FEED: 'billing' } },
  tags: { feed: 'billing' },
};

function laptop() {
  const lambda = createLambda(testCloud(), {
    credentialsFor: () => ({ accessKeyId: '', secretAccessKey: '', sessionToken: '' }),
  });
  lambda.registerInProcess('judge', () => null);
  return lambda;
}

describe('aws_lambda_function', () => {
  it('registers the function under its ARN', async () => {
    const lambda = laptop();
    const adapter = lambdaFunctionResource(lambda);

    const args = matchArguments(adapter, block.address, definition);
    const { attributes } = await adapter.start(args as never, block);

    expect(attributes).toMatchObject({
      arn: 'arn:aws:lambda:eu-west-1:111122223333:function:judge',
      version: '$LATEST',
    });
    expect(lambda.functions.find('judge').settings).toMatchObject({
      timeoutSeconds: 30,
      environment: { FEED: 'billing' },
    });
  });

  it.each([
    [{ runtime: 'python3.13' }, /nodejs22.x only/],
    [{ layers: ['arn:aws:lambda:::layer'] }, /layers: not supported on the laptop/],
    [{ snap_start: { apply_on: 'x' } }, /does not know the argument snap_start/],
  ])('refuses %j', (changes, message) => {
    const adapter = lambdaFunctionResource(laptop());

    expect(() => matchArguments(adapter, block.address, { ...definition, ...changes })).toThrow(
      message,
    );
  });
});

describe('aws_lambda_event_source_mapping', () => {
  it('takes every number from the definition', async () => {
    const lambda = laptop();
    const functions = lambdaFunctionResource(lambda);
    await functions.start(matchArguments(functions, 'f', definition) as never, block);
    const adapter = lambdaEventSourceMappingResource(lambda);

    const args = matchArguments(adapter, 'm', {
      event_source_arn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/changes',
      function_name: 'judge',
      enabled: false,
      starting_position: 'TRIM_HORIZON',
      batch_size: 50,
      maximum_batching_window_in_seconds: 5,
      bisect_batch_on_function_error: true,
      maximum_retry_attempts: 4,
      maximum_record_age_in_seconds: 3600,
      function_response_types: ['ReportBatchItemFailures'],
      filter_criteria: { filter: [{ pattern: '{"data":{"a":[1]}}' }] },
      destination_config: { on_failure: { destination_arn: 'arn:aws:s3:::failures' } },
      metrics_config: { metrics: ['EventCount'] },
    });
    await adapter.start(args as never, { ...block, address: 'm' });

    expect(lambda.mappings.all()[0]).toMatchObject({
      state: 'Disabled',
      settings: {
        batchSize: 50,
        windowSeconds: 5,
        bisect: true,
        retriesMax: 4,
        recordAgeSecondsMax: 3600,
        reportsItemFailures: true,
        filterPatterns: ['{"data":{"a":[1]}}'],
        onFailureArn: 'arn:aws:s3:::failures',
      },
    });
  });
});
