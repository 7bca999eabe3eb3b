import type { ContractCall } from './contract-call';

/** What any Secrets Manager does: ours and an outside one. Each connection starts without secrets. */
export function secretsManagerContract(connect: () => Promise<ContractCall>): void {
  describe('Secrets Manager contract', () => {
    const secret = async () => {
      const call = await connect();
      await call('CreateSecret', { Name: 'contract', SecretString: 'one' });
      return call;
    };

    it('gives the value that was put last', async () => {
      const call = await secret();
      await call('PutSecretValue', { SecretId: 'contract', SecretString: 'two' });

      expect(await call('GetSecretValue', { SecretId: 'contract' })).toMatchObject({
        SecretString: 'two',
        VersionStages: ['AWSCURRENT'],
      });
    });

    it('keeps the value before under AWSPREVIOUS', async () => {
      const call = await secret();
      await call('PutSecretValue', { SecretId: 'contract', SecretString: 'two' });

      expect(
        await call('GetSecretValue', { SecretId: 'contract', VersionStage: 'AWSPREVIOUS' }),
      ).toMatchObject({ SecretString: 'one' });
    });

    it('creates a name once', async () => {
      const call = await secret();

      await expect(
        call('CreateSecret', { Name: 'contract', SecretString: 'x' }),
      ).rejects.toMatchObject({ code: 'ResourceExistsException' });
    });

    it('does not find what is not there', async () => {
      const call = await connect();

      await expect(call('GetSecretValue', { SecretId: 'nothing' })).rejects.toMatchObject({
        code: 'ResourceNotFoundException',
      });
    });
  });
}
