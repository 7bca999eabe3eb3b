import type { z } from 'zod';
import type { Cloud } from '../../cloud';
import { operation, type Operation } from '../../endpoint/dispatch';
import { type Access, keyAccesses } from '../../permissions/access';
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
    /** What Kinesis asks of the key of an encrypted stream, as the caller. */
    keyAction?: 'kms:GenerateDataKey' | 'kms:Decrypt';
    run(stream: Stream, input: z.output<Schema>): Output | Promise<Output>;
  },
): Operation {
  const { cloud, store } = context;
  return operation({
    parse: (input) => validate(definition.schema, input),
    iamActions: () => [`kinesis:${action}`],
    resources: (input) => [streamArn(cloud, referredName(input))],
    accesses: async (input) => {
      const name = referredName(input);
      const access = { action: `kinesis:${action}`, resource: streamArn(cloud, name) };
      const { keyAction } = definition;
      if (keyAction === undefined) return [access];
      return [access, ...streamKeyAccesses(cloud, (await store.ready()).get(name), keyAction)];
    },
    run: async (input) => {
      const stream = findStream(await store.ready(), input, cloud);
      await trimStream(stream, cloud.clock.now());
      return definition.run(stream, input);
    },
  });
}

/** https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html */
export function streamKeyAccesses(
  cloud: Cloud,
  stream: Stream | undefined,
  action: 'kms:GenerateDataKey' | 'kms:Decrypt',
): Access[] {
  if (stream === undefined) return [];
  const { arn, kmsKeyId: key } = stream.state;
  const encryptionContext = { 'aws:kinesis:arn': arn };
  return keyAccesses(cloud, { actions: [action], key, via: 'kinesis', encryptionContext });
}
