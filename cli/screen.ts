import type { WriteStream } from 'node:tty';

/** Where commands write. Progress goes to stderr, so that stdout stays clean for scripts. */
export interface Screen {
  line(text?: string): void;
  /** A line beside the output, on stderr: what was chosen or passed over. */
  note(text: string): void;
  /** One line that is redrawn on a terminal, and printed now and then elsewhere. */
  status(text: string): void;
  /** Empties a terminal, so that a table can be drawn in its place again; nothing elsewhere. */
  clear(): void;
  /** Ends the redrawn line. */
  settle(): void;
}

/** Without a terminal a status is printed at most this often. */
const PLAIN_STATUS_MILLISECONDS = 5000;

export function createScreen(out: NodeJS.WriteStream, err: NodeJS.WriteStream): Screen {
  let drawn = false;
  let printedAt = 0;
  const endStatus = () => {
    if (drawn) err.write('\r\u001b[2K');
    drawn = false;
  };
  return {
    line: (text = '') => {
      endStatus();
      out.write(`${text}\n`);
    },
    note: (text) => {
      endStatus();
      err.write(`${text}\n`);
    },
    status: (text) => {
      if (err.isTTY) {
        err.write(`\r\u001b[2K${fitted(text, err)}`);
        drawn = true;
      } else if (Date.now() - printedAt >= PLAIN_STATUS_MILLISECONDS) {
        printedAt = Date.now();
        err.write(`${text}\n`);
      }
    },
    clear: () => {
      if (out.isTTY) out.write('\u001b[H\u001b[2J');
    },
    settle: endStatus,
  };
}

function fitted(text: string, terminal: WriteStream | NodeJS.WriteStream): string {
  return text.slice(0, (terminal.columns || 80) - 1);
}

/** For steps whose progress another line already tells. */
export const silentScreen: Screen = {
  line: () => undefined,
  note: () => undefined,
  status: () => undefined,
  clear: () => undefined,
  settle: () => undefined,
};
