import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { inParallel } from '../in-parallel';

const READS_IN_FLIGHT = 16;

/** When objects could be read, by `s3://bucket/key`: each is asked for once, since it never changes. */
export class ObjectTimes {
  readonly #times = new Map<string, number>();

  async look(s3: S3Client, uris: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const unknown = [...new Set(uris)].filter((uri) => !this.#times.has(uri));
    await inParallel(READS_IN_FLIGHT, unknown, async (uri) => {
      const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
      const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
      if (LastModified !== undefined) this.#times.set(uri, LastModified.getTime());
    });
    return this.#times;
  }
}
