import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { RunnerRequest, RunnerResponses } from '../wire/database-runner';
import type { RelationalTarget } from './target';
import { UserError } from './user-error';

interface FunctionFailure {
  errorType: string;
  errorMessage: string;
}

/** Asks the database runner; its refusals (wrong password, table not there) become one line. */
export async function invokeRunner<Action extends RunnerRequest['action']>(
  target: RelationalTarget,
  request: Extract<RunnerRequest, { action: Action }>,
): Promise<RunnerResponses[Action]> {
  const { FunctionError, Payload } = await target.clients.lambda.send(
    new InvokeCommand({
      FunctionName: target.feed.database.runnerFunction,
      Payload: Buffer.from(JSON.stringify(request)),
    }),
  );
  const text = Buffer.from(Payload ?? []).toString();
  if (FunctionError === undefined) return JSON.parse(text) as RunnerResponses[Action];
  throw new UserError(`${request.action}: ${failureMessage(text)}`);
}

/** A function that could not run at all answers with plain text. */
function failureMessage(text: string): string {
  try {
    return (JSON.parse(text) as FunctionFailure).errorMessage;
  } catch {
    return text;
  }
}
