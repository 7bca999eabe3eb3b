import type { Construct } from 'constructs';
import type {
  EnvironmentText,
  flattenItemChangesEnvironment,
} from '../../wire/function-environments';
import type { DynamoFeed } from '../../settings/dynamo-feed';
import type { NetworkPlace } from '../network';
import type { FeedContext } from './feed-context';
import type { Transform } from './lake-delivery';
import { NetworkMember } from './network-member';
import { TypescriptFunction } from './typescript-function';

/** Folder in `consumers/`. */
export const ITEM_TRANSFORM = 'flatten-item-changes';

/**
 * How much the transform of item changes is given at once. A row holds its item twice, as JSON text and as
 * columns, and in the reply all of it is base64: of less than Firehose's default the reply stays below 6 MB.
 */
const ITEM_TRANSFORM_BUFFER_MEGABYTES = 0.5;

/** The transform of a DynamoDB feed. It calls nothing, so it stands in the network without a way out. */
export function itemTransform(
  context: FeedContext,
  network: NetworkPlace,
  { rows }: Pick<DynamoFeed, 'rows'>,
): Transform {
  const environment: EnvironmentText<typeof flattenItemChangesEnvironment> = {
    FEED: context.feedId,
    LISTS: rows.lists,
    OLD_IMAGE: String(rows.oldImage),
  };
  return {
    bufferMegabytes: ITEM_TRANSFORM_BUFFER_MEGABYTES,
    add: (scope: Construct) => {
      const member = new NetworkMember(scope, 'access', {
        context,
        network,
        what: ITEM_TRANSFORM,
        description: 'The transform of item changes',
      });
      return new TypescriptFunction(scope, 'transform', {
        context,
        consumer: ITEM_TRANSFORM,
        description: 'Makes rows of the lake of the records in the stream',
        environment,
        statements: [],
        memoryMegabytes: 1024,
        timeoutSeconds: 120,
        vpc: { subnetIds: network.subnetIds, securityGroupIds: [member.securityGroupId] },
      });
    },
  };
}
