import type { Operation } from '../../endpoint/dispatch';
import { operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import { JsonBytes } from '../../json-bytes';
import { viewBytes } from '../../view-bytes';
import type { AsyncQueue } from './async-queue';
import type { FoundFunction, FunctionRegistry } from './function-registry';
import { refuseLargeRequest } from './payload-limits';
import { z } from 'zod';

const LOG_TAIL_BYTES = 4096;

const invokeInput = z.object({
  FunctionName: z.string().min(1),
  InvocationType: z.enum(['RequestResponse', 'Event', 'DryRun']).default('RequestResponse'),
  LogType: z.enum(['None', 'Tail']).default('None'),
  Qualifier: z.string().optional(),
  /** Bytes from outside, which may be no JSON, or the event of a local service, which goes with the call. */
  Payload: z.union([z.instanceof(JsonBytes), z.instanceof(Uint8Array)]).optional(),
});

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function invokeOperation(functions: FunctionRegistry, queue: AsyncQueue): Operation {
  return operation({
    parse: (input) => {
      const parsed = invokeInput.safeParse(input);
      if (parsed.success) return parsed.data;
      throw new ServiceError('ValidationException', parsed.error.issues[0]?.message ?? 'invalid');
    },
    iamActions: () => ['lambda:InvokeFunction'],
    resources: ({ FunctionName, Qualifier }) => [
      functions.find(FunctionName, Qualifier).invokedArn,
    ],
    run: async (input, { requestId }) => {
      const found = functions.find(input.FunctionName, input.Qualifier);
      const payload = jsonOf(input.Payload);
      refuseLargeRequest(payload, input.InvocationType === 'Event');
      switch (input.InvocationType) {
        case 'DryRun':
          return { StatusCode: 204 };
        case 'Event':
          await queue.accept(found.invokedArn, viewBytes(payload).toString(), requestId);
          return { StatusCode: 202 };
        case 'RequestResponse':
          return answer(functions, found, { payload, requestId, tail: input.LogType === 'Tail' });
      }
    },
  });
}

async function answer(
  functions: FunctionRegistry,
  found: FoundFunction,
  { payload, requestId, tail }: { payload: Uint8Array; requestId: string; tail: boolean },
): Promise<Record<string, unknown>> {
  const outcome = await functions.run(found, payload, requestId);
  return {
    StatusCode: 200,
    ExecutedVersion: found.executedVersion,
    Payload: outcome.payload,
    ...(outcome.functionError !== undefined && { FunctionError: outcome.functionError }),
    ...(tail && {
      LogResult: Buffer.from(outcome.log).subarray(-LOG_TAIL_BYTES).toString('base64'),
    }),
  };
}

/** In memory of its own. An empty payload is an empty event. */
function jsonOf(payload: JsonBytes | Uint8Array | undefined): Uint8Array {
  if (payload instanceof JsonBytes) return payload.written();
  if (payload === undefined || payload.length === 0) return new TextEncoder().encode('{}');
  try {
    JSON.parse(viewBytes(payload).toString());
    return new Uint8Array(payload);
  } catch (cause) {
    throw new ServiceError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(cause as Error).message}`,
      { cause },
    );
  }
}
