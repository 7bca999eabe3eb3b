import type { z } from 'zod';
import type { Cloud } from '../../cloud';
import { operation, type Operation } from '../../endpoint/dispatch';
import { referredName, findStream, streamArn, type StreamReference } from './find-stream';
import type { Stream } from './stream';
import type { StreamStore } from './stream-store';
import { trimStream } from './trim-stream';
import { validate } from './validate';

/** What every Kinesis operation stands on. */
export interface KinesisContext {
  cloud: Cloud;
  store: StreamStore;
  /** Tells local consumers that a stream has new records. */
  appended: (streamArn: string) => void;
}

/** An operation on one stream that must exist. Expired records are gone before it runs. */
export function streamOperation<Schema extends z.ZodType<StreamReference>, Output>(
  context: KinesisContext,
  action: string,
  definition: {
    schema: Schema;
    run(stream: Stream, input: z.output<Schema>): Output | Promise<Output>;
  },
): Operation {
  const { cloud, store } = context;
  return operation({
    parse: (input) => validate(definition.schema, input),
    iamActions: () => [`kinesis:${action}`],
    resources: (input) => [streamArn(cloud, referredName(input))],
    run: async (input) => {
      const stream = findStream(await store.ready(), input, cloud);
      await trimStream(stream, cloud.clock.now());
      return definition.run(stream, input);
    },
  });
}
