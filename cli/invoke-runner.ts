import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { RunnerRequest, RunnerResponses } from '../wire/database-runner';
import type { RelationalTarget } from './target';
import { UserError } from './user-error';

interface FunctionFailure {
  errorType: string;
  errorMessage: string;
}

/**
 * Asks the database runner; its refusals (wrong password, table not there) become one line. A runner that
 * died or ran out of time is asked again: everything it does may be repeated.
 */
export async function invokeRunner<Action extends RunnerRequest['action']>(
  target: RelationalTarget,
  request: Extract<RunnerRequest, { action: Action }>,
): Promise<RunnerResponses[Action]> {
  const command = new InvokeCommand({
    FunctionName: target.feed.database.runnerFunction,
    Payload: Buffer.from(JSON.stringify(request)),
  });
  for (let attempt = 1; ; attempt += 1) {
    const { FunctionError, Payload } = await target.clients.lambda.send(command);
    const text = Buffer.from(Payload ?? []).toString();
    if (FunctionError === undefined) return JSON.parse(text) as RunnerResponses[Action];
    if (attempt === ATTEMPTS_MAX || !isCutShort(text)) {
      throw new UserError(`${request.action}: ${failureMessage(text)}`);
    }
  }
}

const ATTEMPTS_MAX = 4;

/** The sandbox ended and not the request: https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html */
function isCutShort(text: string): boolean {
  return /"errorType":"(Runtime\.ExitError|Sandbox\.Timedout)"/.test(text);
}

/** A function that could not run at all answers with plain text. */
function failureMessage(text: string): string {
  try {
    return (JSON.parse(text) as FunctionFailure).errorMessage;
  } catch {
    return text;
  }
}
