import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import type { Bucket } from './bucket';
import { checksumOf } from './checksum';
import { dropUpload, findUpload, partAccesses } from './multipart-operations';
import {
  partKey,
  type MultipartUpload,
  type UploadedPart,
  type UploadStore,
} from './multipart-upload';
import type { ObjectVersion } from './object-version';
import {
  bucketOperation,
  checksums,
  conditions,
  objectInput,
  type S3Context,
} from './s3-operation';
import { writeVersion, writtenOutput } from './write-version';

/** Every part but the last; https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const PART_BYTES_MIN = 5 * 1024 * 1024;

const input = z.object({
  ...objectInput,
  ...checksums,
  ...conditions,
  UploadId: z.string(),
  MultipartUpload: z.object({
    Parts: z.array(z.object({ PartNumber: z.number().int(), ETag: z.string() })).min(1),
  }),
});

type Input = z.output<typeof input>;

export function completeUpload(context: S3Context, uploads: UploadStore): Operation {
  return bucketOperation(context, 'PutObject', {
    schema: input,
    accesses: (bucket, request) => partAccesses(uploads, { bucket, request }),
    run: async (bucket, request) => {
      const upload = await findUpload(uploads, request);
      const parts = chosenParts(upload, request.MultipartUpload.Parts);
      const content = Buffer.concat(
        await Promise.all(parts.map((part) => readPart(bucket, upload, part))),
      );
      const checksum = fullChecksum(upload, parts, content);
      verifyGiven(request, checksum);
      const version = await writeVersion(context, bucket, {
        key: upload.key,
        content,
        writer: upload.writer ?? { account: bucket.account },
        attributes: upload.attributes,
        metadata: upload.metadata,
        tags: upload.tags,
        conditions: request,
        multipart: { etag: multipartEtag(parts), partCount: parts.length },
        ...(checksum === undefined ? {} : { checksum }),
      });
      await dropUpload(bucket, uploads, upload);
      return {
        Location: `${context.cloud.endpointUrl()}/${bucket.name}/${upload.key}`,
        Bucket: bucket.name,
        Key: upload.key,
        ...writtenOutput(bucket, version),
      };
    },
  });
}

function chosenParts(
  upload: MultipartUpload,
  asked: { PartNumber: number; ETag: string }[],
): UploadedPart[] {
  const parts = asked.map(({ PartNumber, ETag }, index) => {
    if (index > 0 && PartNumber <= (asked[index - 1]?.PartNumber ?? 0)) {
      throw new ServiceError(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
      );
    }
    const part = upload.parts[PartNumber];
    if (part?.etag === ETag.replaceAll('"', '')) return part;
    throw new ServiceError(
      'InvalidPart',
      "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      { details: { PartNumber, ETag } },
    );
  });
  const small = parts.slice(0, -1).find(({ sizeBytes }) => sizeBytes < PART_BYTES_MIN);
  if (small === undefined) return parts;
  throw new ServiceError(
    'EntityTooSmall',
    'Your proposed upload is smaller than the minimum allowed size',
    {
      details: {
        PartNumber: small.partNumber,
        ProposedSize: small.sizeBytes,
        MinSizeAllowed: PART_BYTES_MIN,
      },
    },
  );
}

async function readPart(
  bucket: Bucket,
  upload: MultipartUpload,
  part: UploadedPart,
): Promise<Uint8Array> {
  const content = await bucket.parts.read(partKey(upload, part.partNumber));
  if (content !== undefined) return content;
  throw new Error(
    `Part ${part.partNumber} of the upload to s3://${bucket.name}/${upload.key} is gone.`,
  );
}

/** The MD5 of the parts' MD5s, and how many there were. */
function multipartEtag(parts: UploadedPart[]): string {
  const digests = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex')));
  return `${createHash('md5').update(digests).digest('hex')}-${parts.length}`;
}

function fullChecksum(
  upload: MultipartUpload,
  parts: UploadedPart[],
  content: Uint8Array,
): ObjectVersion['checksum'] {
  const { checksumAlgorithm: algorithm, checksumType: type } = upload;
  if (algorithm === undefined) return undefined;
  if (type === 'FULL_OBJECT') return { algorithm, type, value: checksumOf(algorithm, content) };
  const sums = Buffer.concat(parts.map(({ checksum }) => Buffer.from(checksum ?? '', 'base64')));
  return { algorithm, type, value: `${checksumOf(algorithm, sums)}-${parts.length}` };
}

function verifyGiven(request: Input, checksum: ObjectVersion['checksum']): void {
  if (checksum === undefined) return;
  const given = request[`Checksum${checksum.algorithm}`];
  if (given === undefined || given === checksum.value) return;
  throw new ServiceError(
    'BadDigest',
    `The ${checksum.algorithm} you specified did not match the calculated checksum.`,
  );
}
