import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import type { JsonBytes } from '../../json-bytes';
import { RESPONSE_BYTES_MAX, responseTooLarge } from '../lambda/payload-limits';
import { deliveryRole } from './delivery-role';
import type { TransformSettings } from './delivery-settings';
import type { TransformFailure } from './error-record';
import type { SourceRecord } from './source-record';
import type { TransformedBatch } from './transform-answer';
import { readTransformAnswer, TransformAnswerError } from './transform-answer';
import type { TransformStream } from './transform-event';
import { transformEvent } from './transform-event';

export interface TransformCall {
  cloud: Cloud;
  signal: AbortSignal;
  roleArn: string;
  stream: TransformStream;
  settings: TransformSettings;
}

export type TransformOutcome = TransformedBatch & { failure?: TransformFailure };

/** Gives a batch to the transform; what fails beyond its retries fails as a whole. */
export async function invokeTransform(
  call: TransformCall,
  records: readonly SourceRecord[],
): Promise<TransformOutcome> {
  const { cloud, settings } = call;
  const invocationId = cloud.chance.uuid();
  for (let attempt = 1; ; attempt += 1) {
    const failureOf = (code: string, message: string): TransformFailure => ({
      attempts: attempt,
      code,
      message,
      endedMs: cloud.clock.now(),
      lambdaArn: settings.lambdaArn,
    });
    try {
      const event = transformEvent(call.stream, invocationId, records);
      const batch = readTransformAnswer(await invoke(call, event), records);
      if (batch.failed.length === 0) return batch;
      const message = 'ProcessingFailed status set for record';
      return { ...batch, failure: failureOf('Lambda.ProcessingFailedStatus', message) };
    } catch (error) {
      call.signal.throwIfAborted();
      if (attempt <= settings.retries) {
        await cloud.clock.wait(1000 * 2 ** (attempt - 1), call.signal);
        continue;
      }
      const failure = failureOf(codeOf(error), (error as Error).message);
      return { delivered: [], dropped: [], failed: [...records], failure };
    }
  }
}

async function invoke(call: TransformCall, event: JsonBytes): Promise<string> {
  const { cloud, settings } = call;
  if (cloud.hazards.strikes('firehose-transform-fails')) {
    throw new ServiceError('ServiceException', 'The Lambda service failed.', { status: 500 });
  }
  const answer = (await cloud.dispatcher.dispatch({
    caller: deliveryRole(cloud, call.stream.arn, {
      roleArn: call.roleArn,
      session: 'AWSFirehoseToLambda',
    }),
    service: 'lambda',
    action: 'Invoke',
    input: { FunctionName: settings.lambdaArn, Payload: event },
  })) as { Payload: string; FunctionError?: string };
  const isTooLarge = cloud.hazards.strikes('firehose-transform-over-6mb');
  const payload = isTooLarge ? RESPONSE_TOO_LARGE : answer.Payload;
  if (answer.FunctionError === undefined && !isTooLarge) return payload;
  throw new TransformAnswerError(
    'Lambda.FunctionError',
    `The Lambda function was successfully invoked but it returned an error result: ${payload}`,
  );
}

/** What Lambda answers in place of an answer that is a byte over its limit. */
const RESPONSE_TOO_LARGE = JSON.stringify(responseTooLarge(RESPONSE_BYTES_MAX + 1));

/** https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html lists the codes. */
function codeOf(error: unknown): string {
  if (error instanceof TransformAnswerError) return error.code;
  if (!(error instanceof ServiceError)) return 'Lambda.InvokeFailure';
  const codes: Record<string, string> = {
    TooManyRequestsException: 'Lambda.InvokeLimitExceeded',
    ResourceNotFoundException: 'Lambda.FunctionNotFound',
    AccessDeniedException: 'Lambda.InvokeAccessDenied',
  };
  return codes[error.code] ?? 'Lambda.InvokeFailure';
}
