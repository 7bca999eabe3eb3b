import type { FunctionSettings } from './function-settings';
import type { FunctionLog } from './function-log';
import type { Invocation } from './invocation';

export interface InvocationLog {
  write(text: string): void;
  /** Adds END and REPORT; gives the whole text of the invocation. */
  finish(durationMs: number): string;
}

/** Frames what one invocation writes with START, END and REPORT, as Lambda's text format does. */
export function invocationLog(
  log: FunctionLog,
  settings: FunctionSettings,
  invocation: Invocation,
): InvocationLog {
  let text = '';
  const write = (more: string) => {
    text += more;
    log.write(more);
  };
  const { requestId } = invocation;
  write(`START RequestId: ${requestId} Version: ${settings.version}\n`);
  return {
    write,
    finish: (durationMs) => {
      if (!text.endsWith('\n')) write('\n');
      write(`END RequestId: ${requestId}\n`);
      write(
        `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tMemory Size: ${settings.memoryMegabytes} MB\n`,
      );
      log.flush();
      return text;
    },
  };
}
