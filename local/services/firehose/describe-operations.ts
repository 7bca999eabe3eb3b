import type { Cloud } from '../../cloud';
import type { Operation } from '../../endpoint/dispatch';
import { operation } from '../../endpoint/dispatch';
import type { DeliveryStream } from './delivery-stream';
import type { DeliveryStreams } from './service';
import { deliveryStreamArn } from './stream-arn';

interface Named {
  DeliveryStreamName: string;
}

interface Page {
  Limit?: number;
  ExclusiveStartDeliveryStreamName?: string;
  DeliveryStreamType?: string;
}

const LIST_DEFAULT = 10;

const typeOf = ({ settings }: DeliveryStream) =>
  settings.source === undefined ? 'DirectPut' : 'KinesisStreamAsSource';

export function describeOperations(
  cloud: Cloud,
  streams: DeliveryStreams,
): Readonly<Record<string, Operation>> {
  return {
    DescribeDeliveryStream: operation<Named, unknown>({
      parse: (input) => input as Named,
      iamActions: () => ['firehose:DescribeDeliveryStream'],
      resources: ({ DeliveryStreamName }) => [deliveryStreamArn(cloud, DeliveryStreamName)],
      run: ({ DeliveryStreamName }) => ({
        DeliveryStreamDescription: describe(streams.find(DeliveryStreamName)),
      }),
    }),
    ListDeliveryStreams: operation<Page, unknown>({
      parse: (input) => input as Page,
      iamActions: () => ['firehose:ListDeliveryStreams'],
      resources: () => ['*'],
      run: (page) => list(streams, page),
    }),
  };
}

function list(streams: DeliveryStreams, page: Page) {
  const after = page.ExclusiveStartDeliveryStreamName ?? '';
  const names = streams
    .all()
    .filter(
      (one) => page.DeliveryStreamType === undefined || typeOf(one) === page.DeliveryStreamType,
    )
    .map(({ settings }) => settings.name)
    .filter((name) => name > after)
    .sort();
  const limit = page.Limit ?? LIST_DEFAULT;
  return {
    DeliveryStreamNames: names.slice(0, limit),
    HasMoreDeliveryStreams: names.length > limit,
  };
}

function describe(stream: DeliveryStream) {
  const { settings, createdMs } = stream;
  const { source } = settings;
  return {
    DeliveryStreamName: settings.name,
    DeliveryStreamARN: settings.arn,
    DeliveryStreamStatus: 'ACTIVE',
    DeliveryStreamType: typeOf(stream),
    VersionId: '1',
    CreateTimestamp: new Date(createdMs),
    HasMoreDestinations: false,
    ...(source !== undefined && {
      Source: {
        KinesisStreamSourceDescription: {
          KinesisStreamARN: source.streamArn,
          RoleARN: source.roleArn,
        },
      },
    }),
    Destinations: [
      {
        DestinationId: 'destinationId-000000000001',
        ExtendedS3DestinationDescription: describeDestination(stream),
      },
    ],
  };
}

function describeDestination({ settings: { destination, roleArn } }: DeliveryStream) {
  const { kmsKeyArn } = destination;
  return {
    RoleARN: roleArn,
    BucketARN: destination.bucketArn,
    Prefix: destination.prefix,
    ErrorOutputPrefix: destination.errorOutputPrefix,
    BufferingHints: {
      SizeInMBs: destination.bufferMegabytes,
      IntervalInSeconds: destination.bufferSeconds,
    },
    CompressionFormat: destination.compression,
    CustomTimeZone: destination.timeZone,
    FileExtension: destination.fileExtension,
    S3BackupMode: destination.backup === undefined ? 'Disabled' : 'Enabled',
    EncryptionConfiguration:
      kmsKeyArn === undefined
        ? { NoEncryptionConfig: 'NoEncryption' }
        : { KMSEncryptionConfig: { AWSKMSKeyARN: kmsKeyArn } },
  };
}
