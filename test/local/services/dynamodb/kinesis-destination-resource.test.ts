import { kinesisDestinationResource } from '../../../../local/services/dynamodb/kinesis-destination-resource';
import { start } from '../laptop-services';
import { ARN, closeWorlds, type Running, TableName, withDestination } from './destination-world';

afterEach(closeWorlds);

describe('aws_dynamodb_kinesis_streaming_destination', () => {
  const declare = ({ dynamoDb }: Running, precision: string) =>
    start(kinesisDestinationResource(dynamoDb), {
      table_name: TableName,
      stream_arn: ARN,
      approximate_creation_date_time_precision: precision,
    });

  it('switches the destination on, and its precision when that changes', async () => {
    const running = await withDestination();
    await running.dynamo('DisableKinesisStreamingDestination', { StreamArn: ARN });
    await running.clock.settle();

    const first = await declare(running, 'MILLISECOND');
    await declare(running, 'MICROSECOND');
    await declare(running, 'MICROSECOND');

    expect(first.attributes).toMatchObject({ id: `people,${ARN}` });
    expect(await running.dynamo('DescribeKinesisStreamingDestination')).toEqual({
      TableName,
      KinesisDataStreamDestinations: [
        {
          StreamArn: ARN,
          DestinationStatus: 'ACTIVE',
          ApproximateCreationDateTimePrecision: 'MICROSECOND',
        },
      ],
    });
  });
});
