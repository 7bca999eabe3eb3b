import { createCipheriv, createDecipheriv } from 'node:crypto';
import { ServiceError } from '../../endpoint/service-error';

export type EncryptionContext = Record<string, string>;

const VERSION = 1;
const KEY_ID_BYTES = 36;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM; the key's id, an IV and the tag travel with the ciphertext, the context does not. */
export function seal(
  key: { id: string; material: Uint8Array },
  plaintext: Uint8Array,
  given: { iv: Uint8Array; context: EncryptionContext },
): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key.material, given.iv);
  cipher.setAAD(contextBytes(given.context));
  const content = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([
    Buffer.from([VERSION]),
    Buffer.from(key.id, 'ascii'),
    given.iv,
    cipher.getAuthTag(),
    content,
  ]);
}

/** The id of the key that sealed the blob. */
export function keyIdOf(blob: Uint8Array): string {
  const long = blob.length >= 1 + KEY_ID_BYTES + IV_BYTES + TAG_BYTES;
  if (!long || blob[0] !== VERSION) throw invalidCiphertext();
  return Buffer.from(blob.subarray(1, 1 + KEY_ID_BYTES)).toString('ascii');
}

/** Throws InvalidCiphertextException for a changed blob or another encryption context. */
export function open(
  material: Uint8Array,
  blob: Uint8Array,
  context: EncryptionContext,
): Uint8Array {
  const iv = blob.subarray(1 + KEY_ID_BYTES, 1 + KEY_ID_BYTES + IV_BYTES);
  const tagAt = 1 + KEY_ID_BYTES + IV_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', material, iv);
  decipher.setAAD(contextBytes(context));
  decipher.setAuthTag(blob.subarray(tagAt, tagAt + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(blob.subarray(tagAt + TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw invalidCiphertext(cause);
  }
}

/** The order of the context's pairs does not matter. */
function contextBytes(context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(pairs));
}

function invalidCiphertext(cause?: unknown): ServiceError {
  return new ServiceError('InvalidCiphertextException', '', { cause });
}
