import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import type { Access } from '../../permissions/access';
import type { Bucket } from './bucket';
import { CHECKSUM_ALGORITHMS, verifyContent } from './checksum';
import { completeUpload } from './complete-upload';
import { parseCopySource } from './copy-object';
import { nameEncoder } from './list-page';
import { partKey, type MultipartUpload, type UploadStore } from './multipart-upload';
import { writeAccesses } from './object-accesses';
import { ownerToKeep } from './object-owner';
import { parseTagging } from './object-tags';
import { pickAttributes, toBytes } from './put-object';
import {
  attributes,
  bucketInput,
  bucketOperation,
  checksums,
  objectInput,
  type S3Context,
} from './s3-operation';

const text = z.string().optional();
const ofUpload = { ...objectInput, UploadId: z.string() };
const createInput = z.object({
  ...objectInput,
  ...attributes,
  ACL: text,
  Tagging: text,
  Metadata: z.record(z.string(), z.string()).optional(),
  ChecksumAlgorithm: text,
  ChecksumType: checksums.ChecksumType,
});
const partInput = z.object({
  ...ofUpload,
  ...checksums,
  CopySource: text,
  PartNumber: z.number().int().min(1).max(10_000),
  Body: z.union([z.instanceof(Uint8Array), z.string()]).optional(),
});
const listPartsInput = z.object({
  ...ofUpload,
  MaxParts: z.number().int().min(0).max(1000).default(1000),
  PartNumberMarker: z.coerce.number().default(0),
});
const listUploadsInput = z.object({
  ...bucketInput,
  Prefix: z.string().default(''),
  EncodingType: text,
});

/**
 * S3 reads the key again for each part, and once more to put the parts together:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
const PART_KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;

/** What a call on an upload needs: writing its object, under the key that the upload began with. */
export async function partAccesses(
  uploads: UploadStore,
  { bucket, request }: { bucket: Bucket; request: { Key: string; UploadId: string } },
): Promise<Access[]> {
  const upload = (await uploads.ready()).get(request.UploadId);
  const written = { ...upload?.attributes, Key: request.Key };
  return writeAccesses(bucket, written, PART_KEY_ACTIONS);
}

export function multipartOperations(
  context: S3Context,
  uploads: UploadStore,
): Record<string, Operation> {
  return {
    CreateMultipartUpload: bucketOperation(context, 'PutObject', {
      schema: createInput,
      accesses: (bucket, request) => writeAccesses(bucket, request, PART_KEY_ACTIONS),
      run: (bucket, input, { account }) =>
        createUpload(context, uploads, { bucket, input, account }),
    }),
    UploadPart: bucketOperation(context, 'PutObject', {
      schema: partInput,
      accesses: async (bucket, request) => partAccesses(uploads, { bucket, request }),
      run: async (bucket, input) =>
        uploadPart(context, uploads, { bucket, input, upload: await findUpload(uploads, input) }),
    }),
    CompleteMultipartUpload: completeUpload(context, uploads),
    AbortMultipartUpload: bucketOperation(context, 'AbortMultipartUpload', {
      schema: z.object(ofUpload),
      run: async (bucket, input) => dropUpload(bucket, uploads, await findUpload(uploads, input)),
    }),
    ListParts: bucketOperation(context, 'ListMultipartUploadParts', {
      schema: listPartsInput,
      run: async (bucket, input) => listParts(bucket, input, await findUpload(uploads, input)),
    }),
    ListMultipartUploads: bucketOperation(context, 'ListBucketMultipartUploads', {
      schema: listUploadsInput,
      run: async (bucket, input) => {
        const encode = nameEncoder(input.EncodingType);
        const found = [...(await uploads.ready()).values()].filter(
          (upload) => upload.bucket === bucket.name && upload.key.startsWith(input.Prefix),
        );
        const described = found.map(({ key, uploadId, startedMilliseconds }) => ({
          Key: encode(key),
          UploadId: uploadId,
          Initiated: new Date(startedMilliseconds),
          StorageClass: 'STANDARD',
        }));
        return {
          Bucket: bucket.name,
          Prefix: input.Prefix,
          IsTruncated: false,
          Uploads: described,
        };
      },
    }),
  };
}

export async function findUpload(
  uploads: UploadStore,
  { Bucket: bucket, Key, UploadId }: { Bucket: string; Key: string; UploadId: string },
): Promise<MultipartUpload> {
  const upload = (await uploads.ready()).get(UploadId);
  if (upload?.bucket === bucket && upload.key === Key) return upload;
  throw new ServiceError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { status: 404, details: { UploadId } },
  );
}

export async function dropUpload(
  bucket: Bucket,
  uploads: UploadStore,
  upload: MultipartUpload,
): Promise<void> {
  await uploads.remove(upload);
  await Promise.all(
    Object.values(upload.parts).map(({ partNumber }) =>
      bucket.parts.delete(partKey(upload, partNumber)),
    ),
  );
}

async function createUpload(
  { cloud }: S3Context,
  uploads: UploadStore,
  {
    bucket,
    input,
    account,
  }: { bucket: Bucket; input: z.output<typeof createInput>; account: string },
) {
  const writer = { account, acl: input.ACL };
  ownerToKeep(bucket, writer);
  await uploads.ready();
  const algorithm = CHECKSUM_ALGORITHMS.find((known) => known === input.ChecksumAlgorithm);
  const checksumType =
    input.ChecksumType ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const uploadId = Buffer.from(cloud.chance.bytes(48)).toString('base64url');
  await uploads.save({
    uploadId,
    bucket: bucket.name,
    key: input.Key,
    startedMilliseconds: cloud.clock.now(),
    writer,
    attributes: pickAttributes(input),
    metadata: input.Metadata ?? {},
    tags: parseTagging(input.Tagging),
    checksumType,
    ...(algorithm === undefined ? {} : { checksumAlgorithm: algorithm }),
    parts: {},
  });
  const checksum =
    algorithm === undefined ? {} : { ChecksumAlgorithm: algorithm, ChecksumType: checksumType };
  return { Bucket: bucket.name, Key: input.Key, UploadId: uploadId, ...checksum };
}

async function uploadPart(
  { cloud }: S3Context,
  uploads: UploadStore,
  {
    bucket,
    input,
    upload,
  }: { bucket: Bucket; input: z.output<typeof partInput>; upload: MultipartUpload },
) {
  if (input.CopySource !== undefined) {
    const { bucket: from, key } = parseCopySource(input.CopySource);
    throw new ServiceError(
      'NotImplemented',
      `UploadPartCopy (from ${from}/${key}) is not supported by the laptop cloud.`,
      { status: 501 },
    );
  }
  const content = toBytes(input.Body);
  const sum = verifyContent({ ...input, ChecksumAlgorithm: upload.checksumAlgorithm }, content);
  const etag = createHash('md5').update(content).digest('hex');
  await bucket.parts.write(partKey(upload, input.PartNumber), content);
  upload.parts[input.PartNumber] = {
    partNumber: input.PartNumber,
    etag,
    sizeBytes: content.length,
    modifiedMilliseconds: cloud.clock.now(),
    ...(sum === undefined ? {} : { checksum: sum.value }),
  };
  await uploads.save(upload);
  return {
    ETag: `"${etag}"`,
    ...(sum === undefined ? {} : { [`Checksum${sum.algorithm}`]: sum.value }),
  };
}

function listParts(
  bucket: Bucket,
  input: z.output<typeof listPartsInput>,
  upload: MultipartUpload,
) {
  const all = Object.values(upload.parts)
    .filter(({ partNumber }) => partNumber > input.PartNumberMarker)
    .sort((left, right) => left.partNumber - right.partNumber);
  const shown = all.slice(0, input.MaxParts);
  return {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.uploadId,
    PartNumberMarker: input.PartNumberMarker,
    NextPartNumberMarker: shown.at(-1)?.partNumber ?? 0,
    MaxParts: input.MaxParts,
    IsTruncated: all.length > shown.length,
    StorageClass: 'STANDARD',
    Parts: shown.map((part) => ({
      PartNumber: part.partNumber,
      LastModified: new Date(part.modifiedMilliseconds),
      ETag: `"${part.etag}"`,
      Size: part.sizeBytes,
    })),
  };
}
