import { feedInput, resources, settingsInput, synthesized } from '../../support/synthesized';

const { billing } = synthesized(settingsInput());
const named = (type: string, argument: string, end: string) =>
  resources(billing, type).find(([, block]) => String(block[argument]).endsWith(end))?.[1];

describe('the watch of the source', () => {
  it('is called every five minutes', () => {
    expect(named('aws_cloudwatch_event_rule', 'name', 'source-watch')).toMatchObject({
      schedule_expression: 'rate(5 minutes)',
    });
  });

  it('stands outside the network and is told no secret', () => {
    const watch = named('aws_lambda_function', 'function_name', 'source-watch')!;

    expect(watch).not.toHaveProperty('vpc_config');
    const { variables } = watch['environment'] as { variables: Record<string, string> };
    expect(Object.keys(variables).sort()).toEqual([
      'FEED',
      'RUNNER_FUNCTION',
      'WATCHED_TASK_ARN',
      'WATCH_TABLE',
    ]);
  });

  it('may ask the runner, look at the task and stop it, and keep its one item', () => {
    const policy = resources(billing, 'aws_iam_role_policy')
      .map(([, block]) => String(block['policy']))
      .find((text) => text.includes('dms:StopReplicationTask'))!;
    const { Statement } = JSON.parse(policy) as { Statement: { Action: string[] }[] };

    expect(Statement.flatMap(({ Action }) => Action).sort()).toEqual([
      'dms:DescribeReplicationTasks',
      'dms:DescribeTableStatistics',
      'dms:StopReplicationTask',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'kms:Decrypt',
      'lambda:InvokeFunction',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
  });
});

describe('the brake of the billing consumer', () => {
  const variables = (alerts: object) => {
    const feed = feedInput({ alerts: { invoiceTable: 'dbo.invoices', ...alerts } });
    const stack = synthesized(settingsInput({ feeds: { billing: feed } })).billing;
    const [, block] = resources(stack, 'aws_lambda_function').find(([, candidate]) =>
      String(candidate['function_name']).endsWith('billing-alerts'),
    )!;
    return (block['environment'] as { variables: Record<string, string> }).variables;
  };

  it('has no number of its own', () => {
    expect(variables({})).not.toHaveProperty('ALERTS_PER_HOUR_MAX');
  });

  it('takes the number of the settings', () => {
    expect(variables({ perHourMax: 500 })).toHaveProperty('ALERTS_PER_HOUR_MAX', '500');
  });
});
