import type { ContractCall } from './contract-call';
import { factOf, type ContractOptions } from './contract-fact';

/** What any Secrets Manager does: ours and an outside one. Each connection starts without secrets. */
export function secretsManagerContract(
  connect: () => Promise<ContractCall>,
  options: ContractOptions = {},
): void {
  const fact = factOf(options);
  describe('Secrets Manager contract', () => {
    const secret = async () => {
      const call = await connect();
      await call('CreateSecret', { Name: 'contract', SecretString: 'one' });
      return call;
    };

    fact('gives the value that was put last', async () => {
      const call = await secret();
      await call('PutSecretValue', { SecretId: 'contract', SecretString: 'two' });

      expect(await call('GetSecretValue', { SecretId: 'contract' })).toMatchObject({
        SecretString: 'two',
        VersionStages: ['AWSCURRENT'],
      });
    });

    fact('keeps the value before under AWSPREVIOUS', async () => {
      const call = await secret();
      await call('PutSecretValue', { SecretId: 'contract', SecretString: 'two' });

      expect(
        await call('GetSecretValue', { SecretId: 'contract', VersionStage: 'AWSPREVIOUS' }),
      ).toMatchObject({ SecretString: 'one' });
    });

    fact('creates a name once', async () => {
      const call = await secret();

      await expect(
        call('CreateSecret', { Name: 'contract', SecretString: 'x' }),
      ).rejects.toMatchObject({ code: 'ResourceExistsException' });
    });

    fact('does not find what is not there', async () => {
      const call = await connect();

      await expect(call('GetSecretValue', { SecretId: 'nothing' })).rejects.toMatchObject({
        code: 'ResourceNotFoundException',
      });
    });
  });
}
