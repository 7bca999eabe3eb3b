import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogStream } from '@cdktf/provider-aws/lib/cloudwatch-log-stream';
import { KinesisFirehoseDeliveryStream } from '@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream';
import { Construct } from 'constructs';
import type { FeedTable } from '../../wire/feed-table';
import type {
  flattenRowChangesEnvironment,
  EnvironmentText,
} from '../../wire/function-environments';
import type { Delivery } from '../../settings/delivery';
import type { LakePlace } from '../lake';
import { deliverFiles } from './bucket-grants';
import type { ChangeStream } from './change-stream';
import { deliverChanges } from './change-stream-grants';
import type { FeedContext } from './feed-context';
import { invokeFunction } from './function-grants';
import { decryptWith, encryptAndDecryptWith } from './key-grants';
import { prefixExpressions, type LakePrefixes } from './lake-prefixes';
import type { Statement } from './policy';
import { ServiceRole } from './service-role';
import { TypescriptFunction } from './typescript-function';

export interface LakeDeliveryProps {
  context: FeedContext;
  delivery: Delivery;
  tables: readonly FeedTable[];
  stream: ChangeStream;
  lake: LakePlace;
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
  readonly transform: TypescriptFunction | undefined;

  constructor(scope: Construct, id: string, props: LakeDeliveryProps) {
    super(scope, id);
    this.transform = props.delivery.form === 'rows' ? this.addTransform(props) : undefined;
    const logs = this.addLogs(props.context);
    const role = this.addRole(props, logs);
    this.name = this.addDelivery(props, role, logs).name;
  }

  private addTransform({ context, tables }: LakeDeliveryProps): TypescriptFunction {
    const environment: EnvironmentText<typeof flattenRowChangesEnvironment> = {
      FEED: context.feedId,
      TABLES: JSON.stringify(tables),
    };
    return new TypescriptFunction(this, 'transform', {
      context,
      consumer: 'flatten-row-changes',
      description: 'Makes rows of the lake of the records in the stream',
      environment,
      statements: [],
      memoryMegabytes: 512,
      timeoutSeconds: 120,
    });
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

  private addRole({ context, stream, lake, prefixes }: LakeDeliveryProps, logs: Logs): ServiceRole {
    return new ServiceRole(this, 'role', {
      name: context.name('role', 'lake-delivery'),
      services: ['firehose.amazonaws.com'],
      conditions: { StringEquals: { 'aws:SourceAccount': context.account } },
      statements: [
        deliverChanges(stream.arn),
        decryptWith(context.keyArn, 'Stream'),
        ...deliverFiles(lake.bucketArn, [prefixes.files, prefixes.errors]),
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
          processingConfiguration: transformBy(this.transform.arn),
        }),
      },
      dependsOn: [role.policy],
    });
  }
}

/** No buffer or retry parameters: AWS drops those that equal its defaults, and every plan differs. */
function transformBy(functionArn: string) {
  const parameters = [{ parameterName: 'LambdaArn', parameterValue: functionArn }];
  return { enabled: true, processors: [{ type: 'Lambda', parameters }] };
}

export function deliveryLogGroup(deliveryName: string): string {
  return `/aws/kinesisfirehose/${deliveryName}`;
}
