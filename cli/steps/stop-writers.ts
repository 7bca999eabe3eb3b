import type { Screen } from '../screen';
import { byKind, type Target } from '../target';
import { stopTask } from './start-task';
import { disableDestination } from './streaming-destination';

/** Ends what writes into the feed's stream, so that nothing comes after what is emptied. */
export async function stopWriters(target: Target, screen: Screen): Promise<void> {
  await byKind(target, {
    sqlserver: (relational) => stopTask(relational, screen),
    dynamodb: (dynamo) => disableDestination(dynamo, screen),
  });
}
