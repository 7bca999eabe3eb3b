import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { resourceAdapter, type ResourceAdapter } from '../resource-adapter';
import { streamArn } from './find-stream';
import { RETENTION_HOURS_MAX, RETENTION_HOURS_MIN } from './limits';

const mode = z.strictObject({ stream_mode: z.enum(['PROVISIONED', 'ON_DEMAND']) });

const honours = z.strictObject({
  name: z.string(),
  shard_count: z.number().int().nullish(),
  stream_mode_details: z.union([mode, z.array(mode).max(1)]).nullish(),
  retention_period: z.number().int().min(RETENTION_HOURS_MIN).max(RETENTION_HOURS_MAX).nullish(),
  encryption_type: z.enum(['NONE', 'KMS']).nullish(),
  kms_key_id: z.string().nullish(),
});

type Arguments = z.output<typeof honours>;

/** Creates the stream, or brings the one of an earlier run to what the definition says. */
export function streamResource(cloud: Cloud): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_kinesis_stream',
    honours,
    inert: {
      enforce_consumer_deletion:
        'registered consumers (enhanced fan-out) are not run on the laptop',
      shard_level_metrics: 'the laptop cloud keeps no CloudWatch metrics',
      arn: 'computed',
    },
    start: async (args) => {
      await createIfAbsent(cloud, args);
      await adjust(cloud, args);
      const arn = streamArn(cloud, args.name);
      return { attributes: { ...args, id: arn, arn, name: args.name } };
    },
  });
}

function call(cloud: Cloud, action: string, input: Record<string, unknown>): Promise<unknown> {
  const caller = {
    kind: 'operator' as const,
    account: cloud.account,
    arn: `arn:aws:iam::${cloud.account}:root`,
  };
  return cloud.dispatcher.dispatch({ caller, service: 'kinesis', action, input });
}

function wantedMode({ stream_mode_details: details }: Arguments): 'PROVISIONED' | 'ON_DEMAND' {
  return [details].flat()[0]?.stream_mode ?? 'PROVISIONED';
}

async function createIfAbsent(cloud: Cloud, args: Arguments): Promise<void> {
  const StreamMode = wantedMode(args);
  const shards = StreamMode === 'PROVISIONED' ? { ShardCount: args.shard_count ?? undefined } : {};
  try {
    await call(cloud, 'CreateStream', {
      StreamName: args.name,
      ...shards,
      StreamModeDetails: { StreamMode },
    });
  } catch (error) {
    const exists = error instanceof ServiceError && error.code === 'ResourceInUseException';
    if (!exists) throw error;
  }
}

interface Summary {
  StreamDescriptionSummary: {
    StreamARN: string;
    RetentionPeriodHours: number;
    OpenShardCount: number;
    KeyId?: string;
    StreamModeDetails: { StreamMode: 'PROVISIONED' | 'ON_DEMAND' };
  };
}

async function adjust(cloud: Cloud, args: Arguments): Promise<void> {
  const StreamName = args.name;
  const { StreamDescriptionSummary: now } = (await call(cloud, 'DescribeStreamSummary', {
    StreamName,
  })) as Summary;
  const StreamMode = wantedMode(args);
  if (now.StreamModeDetails.StreamMode !== StreamMode) {
    await call(cloud, 'UpdateStreamMode', {
      StreamARN: now.StreamARN,
      StreamModeDetails: { StreamMode },
    });
  }
  const hours = args.retention_period ?? RETENTION_HOURS_MIN;
  if (hours !== now.RetentionPeriodHours) {
    const direction = hours > now.RetentionPeriodHours ? 'Increase' : 'Decrease';
    await call(cloud, `${direction}StreamRetentionPeriod`, {
      StreamName,
      RetentionPeriodHours: hours,
    });
  }
  if (StreamMode === 'PROVISIONED') await scale(cloud, args, now.OpenShardCount);
  await encrypt(cloud, args, now.KeyId);
}

/** Kinesis scales to double or half in one call, so a larger change takes several. */
async function scale(
  cloud: Cloud,
  { name, shard_count: wanted }: Arguments,
  open: number,
): Promise<void> {
  let count = open;
  while (typeof wanted === 'number' && count !== wanted) {
    count = Math.max(Math.ceil(count / 2), Math.min(count * 2, wanted));
    await call(cloud, 'UpdateShardCount', {
      StreamName: name,
      TargetShardCount: count,
      ScalingType: 'UNIFORM_SCALING',
    });
  }
}

async function encrypt(cloud: Cloud, args: Arguments, current: string | undefined): Promise<void> {
  const wanted =
    args.encryption_type === 'KMS' ? (args.kms_key_id ?? 'alias/aws/kinesis') : undefined;
  if (wanted === current) return;
  const action = wanted === undefined ? 'StopStreamEncryption' : 'StartStreamEncryption';
  await call(cloud, action, {
    StreamName: args.name,
    EncryptionType: 'KMS',
    KeyId: wanted ?? current,
  });
}
