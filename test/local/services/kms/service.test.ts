import { aliasResource } from '../../../../local/services/kms/alias-resource';
import { keyResource } from '../../../../local/services/kms/key-resource';
import { createKms } from '../../../../local/services/kms/service';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import { caller, start, testCloud } from '../laptop-services';

async function setUp(storage = memoryStorage()) {
  const { cloud } = testCloud({ storage });
  const kms = createKms(cloud);
  const { attributes } = await start(keyResource(kms), { description: 'lake', policy: '{}' });
  const arn = String(attributes['arn']);
  await start(aliasResource(kms), { name: 'alias/lake', target_key_id: arn });
  return { call: caller(cloud, kms.service), arn };
}

const Plaintext = Uint8Array.from([1, 2, 3]);

describe('KMS', () => {
  it('decrypts what it encrypted, without being told the key', async () => {
    const { call } = await setUp();

    const { CiphertextBlob } = await call('Encrypt', { KeyId: 'alias/lake', Plaintext });

    const opened = await call('Decrypt', { CiphertextBlob });
    expect(Uint8Array.from(opened['Plaintext']!)).toEqual(Plaintext);
  });

  it('refuses another encryption context', async () => {
    const { call } = await setUp();
    const { CiphertextBlob } = await call('Encrypt', {
      KeyId: 'alias/lake',
      Plaintext,
      EncryptionContext: { bucket: 'a' },
    });

    await expect(
      call('Decrypt', { CiphertextBlob, EncryptionContext: { bucket: 'b' } }),
    ).rejects.toMatchObject({ code: 'InvalidCiphertextException' });
  });

  it('makes data keys of 32 bytes that it can decrypt', async () => {
    const { call } = await setUp();

    const made = await call('GenerateDataKey', { KeyId: 'alias/lake', KeySpec: 'AES_256' });

    const opened = await call('Decrypt', { CiphertextBlob: made['CiphertextBlob'] });
    expect(made['Plaintext']).toHaveLength(32);
    expect(Uint8Array.from(opened['Plaintext']!)).toEqual(Uint8Array.from(made['Plaintext']!));
  });

  it('keeps the key policy', async () => {
    const { call, arn } = await setUp();

    expect(await call('GetKeyPolicy', { KeyId: arn })).toMatchObject({ Policy: '{}' });
  });

  it('has the same key after a restart', async () => {
    const storage = memoryStorage();
    const first = await setUp(storage);
    const { CiphertextBlob } = await first.call('Encrypt', { KeyId: first.arn, Plaintext });

    const second = await setUp(storage);

    expect(second.arn).toBe(first.arn);
    expect(await second.call('Decrypt', { CiphertextBlob })).toMatchObject({ KeyId: first.arn });
  });

  it('says which key does not exist', async () => {
    const { call } = await setUp();

    await expect(call('DescribeKey', { KeyId: 'nope' })).rejects.toThrow(
      "Key 'arn:aws:kms:eu-central-1:123456789012:key/nope' does not exist",
    );
  });
});
