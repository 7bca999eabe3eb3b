import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { verifyContent } from './checksum';
import { writeAccesses } from './object-accesses';
import { parseTagging } from './object-tags';
import type { ObjectAttributes } from './object-version';
import {
  attributes,
  bucketOperation,
  checksums,
  conditions,
  objectInput,
  type S3Context,
} from './s3-operation';
import { writeVersion, writtenOutput } from './write-version';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html */
const PUT_BYTES_MAX = 5 * 1024 ** 3;

const input = z.object({
  ...objectInput,
  ...attributes,
  ...checksums,
  ...conditions,
  ACL: z.string().optional(),
  Tagging: z.string().optional(),
  Metadata: z.record(z.string(), z.string()).optional(),
  Body: z.union([z.instanceof(Uint8Array), z.string()]).optional(),
});

export function putObject(context: S3Context): Operation {
  return bucketOperation(context, 'PutObject', {
    schema: input,
    accesses: (bucket, request) => writeAccesses(bucket, request),
    run: async (bucket, request, { account }) => {
      const content = toBytes(request.Body);
      if (content.length > PUT_BYTES_MAX) {
        throw new ServiceError(
          'EntityTooLarge',
          'Your proposed upload exceeds the maximum allowed size',
        );
      }
      const sum = verifyContent(request, content);
      const version = await writeVersion(context, bucket, {
        key: request.Key,
        content,
        writer: { account, acl: request.ACL },
        attributes: pickAttributes(request),
        metadata: request.Metadata ?? {},
        tags: parseTagging(request.Tagging),
        conditions: request,
        ...(sum === undefined ? {} : { checksum: { ...sum, type: 'FULL_OBJECT' as const } }),
      });
      return writtenOutput(bucket, version);
    },
  });
}

export function toBytes(body: Uint8Array | string | undefined): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : (body ?? new Uint8Array());
}

export function pickAttributes(input: ObjectAttributes): ObjectAttributes {
  const names = Object.keys(attributes) as (keyof ObjectAttributes)[];
  return Object.fromEntries(names.map((name) => [name, input[name]]));
}
