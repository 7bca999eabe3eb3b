import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { SourceWatchState } from '../../wire/source-watch';
import type { RelationalTarget } from '../target';
import { UserError } from '../user-error';

/** Has the watch look at the source now; what it finds is remembered and told to the alarms as well. */
export async function askSourceWatch({
  clients,
  feed,
}: RelationalTarget): Promise<SourceWatchState> {
  const { FunctionError, Payload } = await clients.lambda.send(
    new InvokeCommand({ FunctionName: feed.sourceWatch.function, Payload: Buffer.from('{}') }),
  );
  const text = Buffer.from(Payload ?? []).toString();
  if (FunctionError !== undefined) throw new UserError(`${feed.sourceWatch.function}: ${text}`);
  return JSON.parse(text) as SourceWatchState;
}
