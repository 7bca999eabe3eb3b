import type { FeedOutputs } from '../../wire/feed-outputs';
import type { Delivery } from '../../settings/delivery';
import type { ChangeStream } from './change-stream';
import type { FeedContext } from './feed-context';
import type { LakeDelivery } from './lake-delivery';
import type { LakePrefixes } from './lake-prefixes';
import type { LakePlace } from './lake-storage';
import type { OperatorsWatch } from './operators-watch';

export interface CommonOutputsInput {
  context: FeedContext;
  feed: { delivery: Delivery };
  stream: ChangeStream;
  delivery: LakeDelivery;
  watch: OperatorsWatch;
}

type CommonName =
  'feed' | 'region' | 'account' | 'stream' | 'delivery' | 'operatorsTopicArn' | 'dashboard';

/** What every kind of feed tells of itself. */
export function commonOutputs(input: CommonOutputsInput): Pick<FeedOutputs, CommonName> {
  const { context, feed, stream, delivery, watch } = input;
  return {
    feed: context.feedId,
    region: context.region,
    account: context.account,
    stream: { name: stream.name, arn: stream.arn },
    delivery: { name: delivery.name, bufferSeconds: feed.delivery.bufferSeconds },
    operatorsTopicArn: watch.topic.arn,
    dashboard: watch.dashboard,
  };
}

/** Where a feed's rows lie; the table's name is empty where raw records do. */
export function lakeOutputs(
  lake: Pick<LakePlace, 'bucketName' | 'databaseName' | 'workgroup'>,
  prefixes: LakePrefixes,
  table: string | undefined,
) {
  return {
    bucket: lake.bucketName,
    prefix: prefixes.files,
    errorPrefix: prefixes.errors,
    database: lake.databaseName,
    table: table ?? '',
    workgroup: lake.workgroup,
  };
}
