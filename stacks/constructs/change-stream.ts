import { KinesisStream } from '@cdktf/provider-aws/lib/kinesis-stream';
import { Construct } from 'constructs';
import type { Stream } from '../../settings/delivery';
import type { FeedContext } from './feed-context';

/** The stream that carries the feed's changes, encrypted with the feed's key. */
export class ChangeStream extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: { context: FeedContext; stream: Stream }) {
    super(scope, id);
    const { capacity, retentionHours } = props.stream;
    const stream = new KinesisStream(this, 'stream', {
      name: props.context.name('stream', 'changes'),
      retentionPeriod: retentionHours,
      encryptionType: 'KMS',
      kmsKeyId: props.context.keyArn,
      enforceConsumerDeletion: true,
      streamModeDetails: {
        streamMode: capacity.mode === 'on-demand' ? 'ON_DEMAND' : 'PROVISIONED',
      },
      ...(capacity.mode === 'provisioned' && { shardCount: capacity.shards }),
    });
    this.arn = stream.arn;
    this.name = stream.name;
  }
}
