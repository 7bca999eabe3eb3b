import { matchArguments } from '../../../../local/definition/match-arguments';
import { deliveryStreamResource } from '../../../../local/services/firehose/delivery-stream-resource';
import { createFirehose } from '../../../../local/services/firehose/service';
import { serviceCaller } from '../../../../local/cloud';
import { testCloud } from '../../../support/test-cloud';

const s3 = {
  bucket_arn: 'arn:aws:s3:::lake',
  role_arn: 'arn:aws:iam::111122223333:role/delivery',
  prefix: 'rows/!{timestamp:yyyy/MM/dd}/',
  error_output_prefix: 'errors/!{firehose:error-output-type}/',
  buffering_size: 1,
  buffering_interval: 60,
  compression_format: 'GZIP',
  cloudwatch_logging_options: { enabled: true },
};
const definition = (changes: Record<string, unknown> = {}) => ({
  name: 'to-lake',
  destination: 'extended_s3',
  extended_s3_configuration: { ...s3, ...changes },
});

describe('aws_kinesis_firehose_delivery_stream', () => {
  it('takes prefix, hints and compression from the definition', async () => {
    const cloud = testCloud();
    const firehose = createFirehose(cloud);
    cloud.dispatcher.register(firehose.service);
    const adapter = deliveryStreamResource(firehose);

    const args = matchArguments(adapter, 'd', definition());
    const block = { ...cloud, address: 'd', stack: 'billing', arguments: {} };
    const running = await adapter.start(args as never, block);

    const described = await cloud.dispatcher.dispatch({
      caller: serviceCaller(cloud, 'test'),
      service: 'firehose',
      action: 'DescribeDeliveryStream',
      input: { DeliveryStreamName: 'to-lake' },
    });
    expect(described).toMatchObject({
      DeliveryStreamDescription: {
        DeliveryStreamARN: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/to-lake',
        DeliveryStreamStatus: 'ACTIVE',
        DeliveryStreamType: 'DirectPut',
        Destinations: [
          {
            ExtendedS3DestinationDescription: {
              BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 },
              CompressionFormat: 'GZIP',
              Prefix: 'rows/!{timestamp:yyyy/MM/dd}/',
            },
          },
        ],
      },
    });
    await running.stop?.();
  });

  it.each([
    [{ data_format_conversion_configuration: {} }, /data_format_conversion_configuration/],
    [{ dynamic_partitioning_configuration: {} }, /dynamic_partitioning_configuration/],
    [{ compression_format: 'ZIP' }, /UNCOMPRESSED and GZIP objects only/],
    [
      {
        processing_configuration: { enabled: true, processors: [{ type: 'RecordDeAggregation' }] },
      },
      /RecordDeAggregation are not supported on the laptop/,
    ],
  ])('refuses %j', (changes, message) => {
    const adapter = deliveryStreamResource(createFirehose(testCloud()));

    expect(() => matchArguments(adapter, 'd', definition(changes))).toThrow(message);
  });
});
