import { secretResource } from '../../../../local/services/secretsmanager/secret-resource';
import { secretVersionResource } from '../../../../local/services/secretsmanager/secret-version-resource';
import { createSecretsManager } from '../../../../local/services/secretsmanager/service';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import { caller, start, testCloud } from '../laptop-services';

async function setUp(storage = memoryStorage()) {
  const { cloud } = testCloud({ storage });
  const secrets = createSecretsManager(cloud);
  const { attributes } = await start(secretResource(secrets), { name: 'dms' });
  return { secrets, call: caller(cloud, secrets.service), arn: String(attributes['arn']) };
}

describe('Secrets Manager', () => {
  it('gives the ARN of a declared secret a random suffix', async () => {
    const { arn } = await setUp();

    expect(arn).toMatch(
      /^arn:aws:secretsmanager:eu-central-1:123456789012:secret:dms-[A-Za-z0-9]{6}$/,
    );
  });

  it('has no value before one is put', async () => {
    const { call, arn } = await setUp();

    await expect(call('GetSecretValue', { SecretId: arn })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message:
        "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    });
  });

  it('gives the current value by name', async () => {
    const { call } = await setUp();
    await call('PutSecretValue', { SecretId: 'dms', SecretString: 'one' });

    expect(await call('GetSecretValue', { SecretId: 'dms' })).toMatchObject({
      SecretString: 'one',
      VersionStages: ['AWSCURRENT'],
    });
  });

  it('keeps the value before as AWSPREVIOUS', async () => {
    const { call } = await setUp();
    for (const SecretString of ['one', 'two', 'three']) {
      await call('PutSecretValue', { SecretId: 'dms', SecretString });
    }

    const before = await call('GetSecretValue', { SecretId: 'dms', VersionStage: 'AWSPREVIOUS' });

    expect(before).toMatchObject({ SecretString: 'two' });
  });

  it('keeps values and the ARN over a restart', async () => {
    const storage = memoryStorage();
    const first = await setUp(storage);
    await first.call('PutSecretValue', { SecretId: 'dms', SecretString: 'one' });

    const second = await setUp(storage);

    expect(await second.call('GetSecretValue', { SecretId: first.arn })).toMatchObject({
      SecretString: 'one',
    });
  });

  it('does not overwrite a later value with the declared one at a restart', async () => {
    const storage = memoryStorage();
    const args = { secret_id: 'dms', secret_string: 'declared' };
    const first = await setUp(storage);
    await start(secretVersionResource(first.secrets), args);
    await first.call('PutSecretValue', { SecretId: 'dms', SecretString: 'later' });

    const second = await setUp(storage);
    await start(secretVersionResource(second.secrets), args);

    expect(await second.call('GetSecretValue', { SecretId: 'dms' })).toMatchObject({
      SecretString: 'later',
    });
  });

  it('restores a deleted secret', async () => {
    const { call } = await setUp();
    await call('PutSecretValue', { SecretId: 'dms', SecretString: 'one' });
    await call('DeleteSecret', { SecretId: 'dms' });
    await expect(call('GetSecretValue', { SecretId: 'dms' })).rejects.toMatchObject({
      code: 'InvalidRequestException',
    });

    await call('RestoreSecret', { SecretId: 'dms' });

    expect(await call('GetSecretValue', { SecretId: 'dms' })).toMatchObject({
      SecretString: 'one',
    });
  });
});
