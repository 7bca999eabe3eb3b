import type { Cloud } from '../../cloud';
import type { Caller } from '../../endpoint/dispatch';
import { passesByItself } from '../../endpoint/passes-by-itself';

const ATTEMPTS_MAX = 8;
const FIRST_WAIT_MS = 100;

/** A call of S3 on behalf of `caller`, within tracked work; what S3 says of its own weakness is tried again. */
export async function callS3Patiently(
  { clock, dispatcher }: Pick<Cloud, 'clock' | 'dispatcher'>,
  caller: Caller,
  call: { action: string; input: Record<string, unknown> },
): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await dispatcher.dispatch({ caller, service: 's3', ...call });
    } catch (error) {
      if (!passesByItself(error) || attempt === ATTEMPTS_MAX) throw error;
      await clock.pause(FIRST_WAIT_MS * 2 ** (attempt - 1));
    }
  }
}
