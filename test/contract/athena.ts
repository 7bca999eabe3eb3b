import type { ContractCall } from './contract-call';
import { factOf, type ContractOptions } from './contract-fact';

/**
 * What any Athena does: ours and an outside one. The connection has a workgroup `contract` with an
 * output location.
 */
export function athenaContract(
  connect: () => Promise<ContractCall>,
  options: ContractOptions = {},
): void {
  const fact = factOf(options);
  describe('Athena contract', () => {
    fact('reports the query, its workgroup and where the result lies', async () => {
      const call = await connect();
      const QueryString = 'SELECT 1';
      const { QueryExecutionId } = await call('StartQueryExecution', {
        QueryString,
        WorkGroup: 'contract',
      });

      expect(await call('GetQueryExecution', { QueryExecutionId })).toMatchObject({
        QueryExecution: {
          QueryExecutionId,
          Query: QueryString,
          WorkGroup: 'contract',
          ResultConfiguration: { OutputLocation: expect.stringMatching(/^s3:\/\//) as string },
        },
      });
    });

    fact('lists the workgroup', async () => {
      const call = await connect();

      const { WorkGroups } = await call('ListWorkGroups');

      expect(WorkGroups).toContainEqual(expect.objectContaining({ Name: 'contract' }));
    });
  });
}
