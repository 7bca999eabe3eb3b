import type { ContractCall } from './contract-call';
import { factOf, type ContractOptions } from './contract-fact';

const FunctionName = 'contract';
const payloadOf = ({ Payload }: Record<string, unknown>) =>
  JSON.parse(Buffer.from(Payload as Uint8Array).toString()) as unknown;

/**
 * What any Lambda does: ours and an outside one. The connection has a function `contract` that answers
 * with its event, and throws `Error('refused')` for `{ "fail": true }`.
 */
export function lambdaContract(
  connect: () => Promise<ContractCall>,
  options: ContractOptions = {},
): void {
  const fact = factOf(options);
  describe('Lambda contract', () => {
    fact('answers an event', async () => {
      const call = await connect();

      const answer = await call('Invoke', { FunctionName, Payload: Buffer.from('{"a":1}') });

      expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
      expect(payloadOf(answer)).toEqual({ a: 1 });
    });

    fact('marks an answer as an error of the function', async () => {
      const call = await connect();

      const answer = await call('Invoke', { FunctionName, Payload: Buffer.from('{"fail":true}') });

      expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
      expect(payloadOf(answer)).toMatchObject({ errorType: 'Error', errorMessage: 'refused' });
    });

    fact('accepts an asynchronous event', async () => {
      const call = await connect();

      const answer = await call('Invoke', {
        FunctionName,
        InvocationType: 'Event',
        Payload: Buffer.from('{}'),
      });

      expect(answer).toMatchObject({ StatusCode: 202 });
    });

    fact('describes the function', async () => {
      const call = await connect();

      expect(await call('GetFunctionConfiguration', { FunctionName })).toMatchObject({
        FunctionName,
        Runtime: 'nodejs22.x',
        State: 'Active',
      });
    });

    fact('does not know a function that was never made', async () => {
      const call = await connect();

      await expect(call('Invoke', { FunctionName: 'nobody' })).rejects.toMatchObject({
        code: 'ResourceNotFoundException',
      });
    });
  });
}
