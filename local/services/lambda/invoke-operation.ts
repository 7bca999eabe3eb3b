import type { Operation } from '../../endpoint/dispatch';
import { operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
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
  /** Bytes from outside; text from a local service, which has written it as JSON. */
  Payload: z.union([z.string(), z.instanceof(Uint8Array)]).optional(),
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
      const payload = jsonText(input.Payload);
      refuseLargeRequest(payload, input.InvocationType === 'Event');
      switch (input.InvocationType) {
        case 'DryRun':
          return { StatusCode: 204 };
        case 'Event':
          await queue.accept(found.invokedArn, payload, requestId);
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
  { payload, requestId, tail }: { payload: string; requestId: string; tail: boolean },
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

/** An empty payload is an empty event. */
function jsonText(payload: string | Uint8Array | undefined): string {
  const text = typeof payload === 'string' ? payload : bytesText(payload);
  if (text === '') return '{}';
  if (typeof payload === 'string') return text;
  try {
    JSON.parse(text);
    return text;
  } catch (cause) {
    throw new ServiceError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function bytesText(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : viewBytes(bytes).toString('utf8');
}
