import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogStream } from '@cdktf/provider-aws/lib/cloudwatch-log-stream';
import { KinesisFirehoseDeliveryStream } from '@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream';
import { Construct } from 'constructs';
import type { Delivery } from '../../settings/delivery';
import { deliverFiles } from './bucket-grants';
import type { ChangeStream } from './change-stream';
import { deliverChanges } from './change-stream-grants';
import type { FeedContext } from './feed-context';
import { invokeFunction } from './function-grants';
import { decryptWith, encryptAndDecryptWith } from './key-grants';
import { prefixExpressions, type LakePrefixes } from './lake-prefixes';
import type { LakePlace } from './lake-storage';
import type { Statement } from './policy';
import { ServiceRole } from './service-role';
import type { TypescriptFunction } from './typescript-function';

/** The function that makes rows of a feed's records, and how much of them it is given at once. */
export interface Transform {
  add: (scope: Construct) => TypescriptFunction;
  /** Megabytes; left out for Firehose's default of 1, as a plan that names it always differs. */
  bufferMegabytes?: number;
}

export interface LakeDeliveryProps {
  context: FeedContext;
  delivery: Delivery;
  /** Left out for raw records. */
  transform: Transform | undefined;
  stream: ChangeStream;
  lake: Pick<LakePlace, 'bucketArn' | 'keyArn'>;
  /** The lake belongs to another account. */
  acrossAccounts: boolean;
  prefixes: LakePrefixes;
}

interface Logs {
  group: string;
  stream: string;
  statement: Statement;
}

/** Firehose from the stream to the lake, by the transform that makes rows of records. */
export class LakeDelivery extends Construct {
  readonly name: string;
  readonly roleArn: string;
  readonly transform: TypescriptFunction | undefined;
  /** What writes to the stream waits for this: Firehose reads it from its end. */
  readonly stream: KinesisFirehoseDeliveryStream;

  constructor(scope: Construct, id: string, props: LakeDeliveryProps) {
    super(scope, id);
    this.transform = props.transform?.add(this);
    const logs = this.addLogs(props.context);
    const role = this.addRole(props, logs);
    this.roleArn = role.arn;
    this.stream = this.addDelivery(props, role, logs);
    this.name = this.stream.name;
  }

  private addLogs(context: FeedContext): Logs {
    const group = new CloudwatchLogGroup(this, 'logs', {
      name: deliveryLogGroup(context.name('delivery', 'lake')),
      retentionInDays: context.logRetentionDays,
      kmsKeyId: context.keyArn,
    });
    const stream = new CloudwatchLogStream(this, 'log-stream', {
      name: 'S3Delivery',
      logGroupName: group.name,
    });
    const statement = {
      sid: 'LogDelivery',
      actions: ['logs:PutLogEvents'],
      resources: [`${group.arn}:log-stream:S3Delivery`],
    };
    return { group: group.name, stream: stream.name, statement };
  }

  private addRole(props: LakeDeliveryProps, logs: Logs): ServiceRole {
    const { context, stream, lake, prefixes, acrossAccounts } = props;
    return new ServiceRole(this, 'role', {
      name: deliveryRoleName(context.name),
      services: ['firehose.amazonaws.com'],
      conditions: { StringEquals: { 'aws:SourceAccount': context.account } },
      statements: [
        deliverChanges(stream.arn),
        decryptWith(context.keyArn, 'Stream'),
        ...deliverFiles({
          bucketArn: lake.bucketArn,
          prefixes: [prefixes.files, prefixes.errors],
          acrossAccounts,
        }),
        encryptAndDecryptWith(lake.keyArn, 'Lake'),
        ...(this.transform === undefined ? [] : [invokeFunction(this.transform.arn)]),
        logs.statement,
      ],
    });
  }

  private addDelivery(props: LakeDeliveryProps, role: ServiceRole, logs: Logs) {
    const { context, delivery, stream, lake } = props;
    const prefixes = prefixExpressions(props.prefixes);
    return new KinesisFirehoseDeliveryStream(this, 'delivery', {
      name: context.name('delivery', 'lake'),
      destination: 'extended_s3',
      kinesisSourceConfiguration: { kinesisStreamArn: stream.arn, roleArn: role.arn },
      extendedS3Configuration: {
        roleArn: role.arn,
        bucketArn: lake.bucketArn,
        prefix: prefixes.files,
        errorOutputPrefix: prefixes.errors,
        bufferingSize: delivery.bufferMegabytes,
        bufferingInterval: delivery.bufferSeconds,
        compressionFormat: delivery.compression,
        kmsKeyArn: lake.keyArn,
        cloudwatchLoggingOptions: {
          enabled: true,
          logGroupName: logs.group,
          logStreamName: logs.stream,
        },
        ...(this.transform !== undefined && {
          processingConfiguration: transformBy(this.transform.arn, {
            BufferSizeInMBs: props.transform?.bufferMegabytes,
            BufferIntervalInSeconds: transformBufferSeconds(delivery.bufferSeconds),
          }),
        }),
      },
      dependsOn: [role.policy],
    });
  }
}

/**
 * What Firehose lets wait before the transform, unless told otherwise; beside it its own interval waits.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
 */
const TRANSFORM_BUFFER_SECONDS_DEFAULT = 60;

/** A feed that asks for files sooner than that wants its transform called as soon. */
function transformBufferSeconds(bufferSeconds: number): number | undefined {
  return bufferSeconds < TRANSFORM_BUFFER_SECONDS_DEFAULT ? bufferSeconds : undefined;
}

/** No parameter that equals its default: AWS drops it, and every plan differs. */
function transformBy(functionArn: string, hints: Record<string, number | undefined>) {
  const parameters = [
    { parameterName: 'LambdaArn', parameterValue: functionArn },
    ...Object.entries(hints).flatMap(([parameterName, value]) =>
      value === undefined ? [] : [{ parameterName, parameterValue: String(value) }],
    ),
  ];
  return { enabled: true, processors: [{ type: 'Lambda', parameters }] };
}

export function deliveryLogGroup(deliveryName: string): string {
  return `/aws/kinesisfirehose/${deliveryName}`;
}

/** Known before the role exists, so that another account can name it. */
export function deliveryRoleName(name: FeedContext['name']): string {
  return name('role', 'lake-delivery');
}
