import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { type Access, encryptionContextKeys } from '../../permissions/access';
import { declaredOperation } from '../declared-operation';
import { type EncryptionContext, keyIdOf, open, seal } from './envelope';
import type { Key, KeyRing } from './key-ring';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
const PLAINTEXT_BYTES_MAX = 4096;

const context = z.record(z.string(), z.string()).optional();
const bytes = z.instanceof(Uint8Array);

const dataKeyInput = z.strictObject({
  KeyId: z.string(),
  KeySpec: z.enum(['AES_256', 'AES_128']).optional(),
  NumberOfBytes: z.number().int().min(1).max(1024).optional(),
  EncryptionContext: context,
});

/** Encrypt, Decrypt and data keys, as real cryptography under the key's material. */
export function cryptographicOperations(cloud: Cloud, ring: KeyRing) {
  return { ...cipherOperations(cloud, ring), ...dataKeyOperations(cloud, ring) };
}

const declare = { invalid: 'ValidationException' };

interface KeyInput {
  KeyId: string;
  EncryptionContext?: EncryptionContext | undefined;
}

/** The key by whatever it was named, and the pairs of the encryption context as condition keys. */
function keyAccess(ring: KeyRing, action: string) {
  return async ({ KeyId, EncryptionContext = {} }: KeyInput): Promise<Access[]> => {
    await ring.loaded();
    const context = encryptionContextKeys(EncryptionContext);
    return [{ action, resource: ring.find(KeyId).arn, context }];
  };
}

function sealUnder(cloud: Cloud, key: Key, sealing: Sealing): Uint8Array {
  return seal({ id: key.id, material: materialOf(key) }, sealing.plaintext, {
    iv: cloud.chance.bytes(12),
    context: sealing.context ?? {},
  });
}

interface Sealing {
  plaintext: Uint8Array;
  context: EncryptionContext | undefined;
}

function cipherOperations(cloud: Cloud, ring: KeyRing) {
  return {
    Encrypt: declaredOperation({
      ...declare,
      iam: 'kms:Encrypt',
      input: z.strictObject({
        KeyId: z.string(),
        Plaintext: bytes.refine(({ length }) => length >= 1 && length <= PLAINTEXT_BYTES_MAX, {
          message: `must be 1 to ${PLAINTEXT_BYTES_MAX} bytes`,
        }),
        EncryptionContext: context,
      }),
      accesses: keyAccess(ring, 'kms:Encrypt'),
      run: async (input) => {
        await ring.loaded();
        const key = ring.find(input.KeyId);
        const CiphertextBlob = sealUnder(cloud, key, {
          plaintext: input.Plaintext,
          context: input.EncryptionContext,
        });
        return { CiphertextBlob, KeyId: key.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
      },
    }),
    Decrypt: declaredOperation({
      ...declare,
      iam: 'kms:Decrypt',
      input: z.strictObject({
        CiphertextBlob: bytes,
        KeyId: z.string().optional(),
        EncryptionContext: context,
      }),
      accesses: ({ CiphertextBlob, EncryptionContext }) =>
        keyAccess(ring, 'kms:Decrypt')({ KeyId: keyIdOf(CiphertextBlob), EncryptionContext }),
      run: async (input) => {
        await ring.loaded();
        const key = ring.find(keyIdOf(input.CiphertextBlob));
        checkKey(ring, key, input.KeyId);
        const Plaintext = open(
          materialOf(key),
          input.CiphertextBlob,
          input.EncryptionContext ?? {},
        );
        return { Plaintext, KeyId: key.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
      },
    }),
  };
}

function dataKeyOperations(cloud: Cloud, ring: KeyRing) {
  const dataKey = async (input: z.output<typeof dataKeyInput>) => {
    await ring.loaded();
    const key = ring.find(input.KeyId);
    const length = input.NumberOfBytes ?? (input.KeySpec === 'AES_128' ? 16 : 32);
    const plaintext = cloud.chance.bytes(length);
    return {
      KeyId: key.arn,
      Plaintext: plaintext,
      CiphertextBlob: sealUnder(cloud, key, { plaintext, context: input.EncryptionContext }),
    };
  };
  return {
    GenerateDataKey: declaredOperation({
      ...declare,
      iam: 'kms:GenerateDataKey',
      input: dataKeyInput,
      accesses: keyAccess(ring, 'kms:GenerateDataKey'),
      run: dataKey,
    }),
    GenerateDataKeyWithoutPlaintext: declaredOperation({
      ...declare,
      iam: 'kms:GenerateDataKeyWithoutPlaintext',
      input: dataKeyInput,
      accesses: keyAccess(ring, 'kms:GenerateDataKeyWithoutPlaintext'),
      run: async (input) => {
        const { KeyId, CiphertextBlob } = await dataKey(input);
        return { KeyId, CiphertextBlob };
      },
    }),
  };
}

function materialOf(key: Key): Uint8Array {
  if (key.enabled) return Buffer.from(key.material, 'base64');
  throw new ServiceError('DisabledException', `${key.arn} is disabled.`);
}

function checkKey(ring: KeyRing, key: Key, reference: string | undefined): void {
  if (reference === undefined || ring.find(reference).id === key.id) return;
  throw new ServiceError(
    'IncorrectKeyException',
    'The key ID in the request does not identify a CMK that can perform this operation.',
  );
}
