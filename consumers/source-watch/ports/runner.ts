import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type {
  CapturePositions,
  CheckFinding,
  RunnerRequest,
  RunnerResponses,
} from '../../../wire/database-runner';

/** The database runner, which alone reaches the database. */
export interface Runner {
  check(): Promise<CheckFinding[]>;
  readPositions(after: string | null): Promise<CapturePositions>;
}

export function lambdaRunner(client: LambdaClient, functionName: string): Runner {
  const ask = async <Action extends RunnerRequest['action']>(
    request: Extract<RunnerRequest, { action: Action }>,
  ): Promise<RunnerResponses[Action]> => {
    const command = new InvokeCommand({
      FunctionName: functionName,
      Payload: Buffer.from(JSON.stringify(request)),
    });
    const { FunctionError, Payload } = await client.send(command);
    const text = Buffer.from(Payload ?? []).toString();
    if (FunctionError !== undefined) throw new Error(`${functionName}, ${request.action}: ${text}`);
    return JSON.parse(text) as RunnerResponses[Action];
  };
  return {
    check: async () => (await ask({ action: 'check' })).findings,
    readPositions: (after) => ask({ action: 'read-positions', after }),
  };
}
