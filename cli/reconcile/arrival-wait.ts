import type { Target } from '../target';

/** Reading by DMS or DynamoDB, a transform's buffer of 60 s, and the writing of a file. */
const BESIDE_THE_BUFFER_SECONDS = 90;

/** How long a committed change may take until it can be queried, in a feed that is not late. */
export function arrivalWaitSeconds({ feed }: Pick<Target, 'feed'>): number {
  return feed.delivery.bufferSeconds + BESIDE_THE_BUFFER_SECONDS;
}
