import { ARN, closeWorlds, withDestination } from './destination-world';

afterEach(closeWorlds);

describe('switching a Kinesis streaming destination', () => {
  const precision = { ApproximateCreationDateTimePrecision: 'MILLISECOND' };
  const refusals = {
    'a stream that is on already': {
      action: 'EnableKinesisStreamingDestination',
      input: {},
      message: 'must be DISABLED or ENABLE_FAILED',
    },
    'the precision that it has': {
      action: 'UpdateKinesisStreamingDestination',
      input: { UpdateKinesisStreamingConfiguration: precision },
      message: 'Precision is already set to the desired value of MILLISECOND',
    },
    'an update of nothing': {
      action: 'UpdateKinesisStreamingDestination',
      input: {},
      message: 'cannot be null',
    },
    'another stream than its own': {
      action: 'DisableKinesisStreamingDestination',
      input: { StreamArn: `${ARN}-other` },
      message: 'must be ACTIVE to perform DISABLE operation',
    },
    "another account's stream": {
      action: 'EnableKinesisStreamingDestination',
      input: { StreamArn: ARN.replace('111122223333', '999999999999') },
      message: 'of account 111122223333',
    },
  };

  it.each(Object.entries(refusals))('refuses %s', async (_what, { action, input, message }) => {
    const { dynamo } = await withDestination();

    const call = dynamo(action, { StreamArn: ARN, ...input });

    await expect(call).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(call).rejects.toThrow(message);
  });

  it.each([
    ['stream', { StreamArn: `${ARN}-none` }],
    ['table', { StreamArn: ARN, TableName: 'none' }],
  ])('refuses a %s that does not exist', async (_what, input) => {
    const { dynamo } = await withDestination();

    await expect(dynamo('EnableKinesisStreamingDestination', input)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it('is one of two at most', async () => {
    const { dynamo, call } = await withDestination();
    for (const StreamName of ['second', 'third']) {
      await call('kinesis', 'CreateStream', { StreamName, ShardCount: 1 });
    }
    const enable = (name: string) =>
      dynamo('EnableKinesisStreamingDestination', { StreamArn: ARN.replace('changes', name) });
    await enable('second');

    await expect(enable('third')).rejects.toMatchObject({ code: 'LimitExceededException' });
  });
});
