import { promisify } from 'node:util';
import { constants, gzip, type ZlibOptions } from 'node:zlib';
import type { Cloud } from '../../cloud';
import { deliveryRole } from './delivery-role';
import { objectKey } from './object-key';
import { deliveryStreamArn } from './stream-arn';

/** Firehose tells no level. The quickest takes a third of the time of zlib's own, for objects as small. */
const LEVEL = constants.Z_BEST_SPEED;
const compress = promisify<Uint8Array, ZlibOptions, Buffer>(gzip);
const RETRY_MS_MAX = 60_000;

/** The characters of `!{firehose:random-string}`. */
const RANDOM_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export interface ObjectTarget {
  cloud: Cloud;
  signal: AbortSignal;
  streamName: string;
  roleArn: string;
  bucketArn: string;
  prefix: string;
  timeZone: string;
  compression: 'UNCOMPRESSED' | 'GZIP';
  fileExtension: string;
  kmsKeyArn?: string | undefined;
  errorOutputType?: string;
}

/** Puts one object; while the bucket refuses it, tries again until stopped. */
export async function putObject(
  target: ObjectTarget,
  content: { data: Uint8Array; oldestArrivalMs: number },
): Promise<void> {
  const { cloud, bucketArn } = target;
  const isZipped = target.compression === 'GZIP';
  const input = {
    Bucket: bucketArn.slice(bucketArn.lastIndexOf(':') + 1),
    Key: keyOf(target, content.oldestArrivalMs),
    Body: isZipped
      ? await cloud.clock.track(compress(content.data, { level: LEVEL }))
      : content.data,
    ContentType: 'application/octet-stream',
    ...(target.kmsKeyArn !== undefined && {
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: target.kmsKeyArn,
    }),
  };
  const role = { roleArn: target.roleArn, session: 'AWSFirehoseToS3' };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const caller = deliveryRole(cloud, deliveryStreamArn(cloud, target.streamName), role);
      await cloud.dispatcher.dispatch({ caller, service: 's3', action: 'PutObject', input });
      return;
    } catch (error) {
      if (attempt === 1) {
        const message = `delivery of s3://${input.Bucket}/${input.Key} is tried again: ${String(error)}`;
        cloud.report({ source: target.streamName, level: 'warning', message });
      }
      await cloud.clock.wait(Math.min(1000 * 2 ** (attempt - 1), RETRY_MS_MAX), target.signal);
    }
  }
}

function keyOf(target: ObjectTarget, arrivalMs: number): string {
  const { cloud, timeZone, errorOutputType } = target;
  const extension = target.compression === 'GZIP' ? '.gz' : '';
  const moment = {
    arrivalMs,
    timeZone,
    randomString: () => randomString(cloud.chance.bytes(11)),
    ...(errorOutputType !== undefined && { errorOutputType }),
  };
  return objectKey(target.prefix, moment, {
    streamName: target.streamName,
    version: 1,
    extension: target.fileExtension === '' ? extension : target.fileExtension,
    uuid: cloud.chance.uuid(),
  });
}

function randomString(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => RANDOM_ALPHABET.charAt(byte % RANDOM_ALPHABET.length)).join(
    '',
  );
}
