import type { Construct } from 'constructs';
import type { FeedTable } from '../../wire/feed-table';
import type {
  EnvironmentText,
  flattenRowChangesEnvironment,
} from '../../wire/function-environments';
import type { FeedContext } from './feed-context';
import type { Transform } from './lake-delivery';
import { TypescriptFunction } from './typescript-function';

/** The transform of a relational feed. */
export function rowTransform(context: FeedContext, tables: readonly FeedTable[]): Transform {
  const environment: EnvironmentText<typeof flattenRowChangesEnvironment> = {
    FEED: context.feedId,
    TABLES: JSON.stringify(tables),
  };
  return {
    add: (scope: Construct) =>
      new TypescriptFunction(scope, 'transform', {
        context,
        consumer: 'flatten-row-changes',
        description: 'Makes rows of the lake of the records in the stream',
        environment,
        statements: [],
        memoryMegabytes: 512,
        timeoutSeconds: 120,
      }),
  };
}
