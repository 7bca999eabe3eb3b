import type { Screen } from '../screen';
import { byKind, type Target } from '../target';
import { bringUpDynamo } from './bring-up-dynamo';
import { bringUpRelational } from './bring-up-relational';

/** From a deployed stack to a feed that runs. Each step may be repeated: a second run changes nothing. */
export async function bringUp(target: Target, screen: Screen): Promise<void> {
  await byKind(target, {
    sqlserver: (relational) => bringUpRelational(relational, screen),
    dynamodb: (dynamo) => bringUpDynamo(dynamo, screen),
  });
}
