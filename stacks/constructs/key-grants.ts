import type { Statement } from './policy';

/** Reads what the key encrypted. */
export function decryptWith(keyArn: string, what: string): Statement {
  return { sid: `Decrypt${what}`, actions: ['kms:Decrypt'], resources: [keyArn] };
}

/** Writes under the key and reads back. */
export function encryptAndDecryptWith(keyArn: string, what: string): Statement {
  return {
    sid: `EncryptAndDecrypt${what}`,
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [keyArn],
  };
}

/** Writes under the key and never reads back. */
export function encryptWith(keyArn: string, what: string): Statement {
  return { sid: `Encrypt${what}`, actions: ['kms:GenerateDataKey'], resources: [keyArn] };
}
