import type { JsonBytes } from '../../../json-bytes';
import type { FunctionRegistry } from '../function-registry';
import { refuseLargeRequest } from '../payload-limits';

export type BatchOutcome =
  | { kind: 'not-invoked'; reason: string }
  | {
      kind: 'answered';
      payload: string;
      functionError?: string;
      requestId: string;
      functionArn: string;
      executedVersion: string;
    };

/** Throttles and errors that keep the function from being invoked are told apart: they use up no retries. */
export async function invokeBatch(
  functions: FunctionRegistry,
  functionName: string,
  { requestId, event }: { requestId: string; event: JsonBytes },
): Promise<BatchOutcome> {
  try {
    const found = functions.find(functionName);
    const payload = event.written();
    refuseLargeRequest(payload, false);
    const outcome = await functions.run(found, payload, requestId);
    return {
      kind: 'answered',
      payload: outcome.payload,
      ...(outcome.functionError !== undefined && { functionError: outcome.functionError }),
      requestId,
      functionArn: found.invokedArn,
      executedVersion: found.executedVersion,
    };
  } catch (error) {
    return { kind: 'not-invoked', reason: String(error) };
  }
}
