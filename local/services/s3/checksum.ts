import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { ServiceError } from '../../endpoint/service-error';
import { crc32c } from './crc32c';
import { crc64nvme } from './crc64nvme';
import type { ChecksumAlgorithm } from './object-version';

export const CHECKSUM_ALGORITHMS: readonly ChecksumAlgorithm[] = [
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'SHA1',
  'SHA256',
];

/** In base64 of the big-endian bytes, as S3's headers carry it. */
export function checksumOf(algorithm: ChecksumAlgorithm, content: Uint8Array): string {
  switch (algorithm) {
    case 'CRC32':
      return fourBytes(crc32(content));
    case 'CRC32C':
      return fourBytes(crc32c(content));
    case 'CRC64NVME':
      return crc64nvme(content).toString('base64');
    case 'SHA1':
      return createHash('sha1').update(content).digest('base64');
    case 'SHA256':
      return createHash('sha256').update(content).digest('base64');
  }
}

export type ChecksumInput = Partial<Record<`Checksum${ChecksumAlgorithm}`, string | undefined>> & {
  ContentMD5?: string | undefined;
  ChecksumAlgorithm?: string | undefined;
};

export interface CheckedSum {
  algorithm: ChecksumAlgorithm;
  value: string;
}

/** Refuses content that is not what its sender summed up; tells the checksum to keep, if any was asked. */
export function verifyContent(input: ChecksumInput, content: Uint8Array): CheckedSum | undefined {
  verifyMd5(input.ContentMD5, content);
  const given = CHECKSUM_ALGORITHMS.find(
    (algorithm) => input[`Checksum${algorithm}`] !== undefined,
  );
  const asked = CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === input.ChecksumAlgorithm);
  const algorithm = given ?? asked;
  if (algorithm === undefined) return undefined;
  const value = checksumOf(algorithm, content);
  const expected = input[`Checksum${algorithm}`];
  if (expected !== undefined && expected !== value) {
    throw new ServiceError(
      'BadDigest',
      `The ${algorithm} you specified did not match the calculated checksum.`,
    );
  }
  return { algorithm, value };
}

function verifyMd5(expected: string | undefined, content: Uint8Array): void {
  if (expected === undefined) return;
  if (Buffer.from(expected, 'base64').length !== 16) {
    throw new ServiceError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  const actual = createHash('md5').update(content).digest('base64');
  if (actual === expected) return;
  throw new ServiceError(
    'BadDigest',
    'The Content-MD5 you specified did not match what we received.',
    {
      details: { ExpectedDigest: expected, CalculatedDigest: actual },
    },
  );
}

function fourBytes(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes.toString('base64');
}
