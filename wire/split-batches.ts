/** One batch of a script: what stands between two lines of GO. */
export interface Batch {
  text: string;
  /** Line of the script on which the batch starts, 1-based: add it to a server's line number, less one. */
  line: number;
  /** How often to run it: the number after GO. */
  count: number;
}

const GO = /^[ \t]*GO(?:[ \t]+(\d+))?[ \t]*(?:--.*)?$/i;

/**
 * Splits a script as sqlcmd does: on lines that hold GO alone, unless they lie inside a string, a
 * quoted name or a comment (comments nest). Batches that hold only blanks are left out.
 * https://learn.microsoft.com/en-us/sql/t-sql/language-elements/sql-server-utilities-statements-go
 */
export function splitBatches(script: string): Batch[] {
  const batches: Batch[] = [];
  let lines: string[] = [];
  let startLine = 1;
  let state: State = OUTSIDE;
  const close = (count: number) => {
    const text = lines.join('\n');
    if (text.trim() !== '') batches.push({ text, line: startLine, count });
  };
  for (const [at, line] of script.split(/\r?\n/).entries()) {
    const go = state === OUTSIDE ? GO.exec(line) : null;
    if (go) {
      close(Number(go[1] ?? 1));
      lines = [];
      startLine = at + 2;
    } else {
      lines.push(line);
      state = stateAfter(line, state);
    }
  }
  close(1);
  return batches;
}

/** What a line starts in: nothing, a quotation that ends with `close`, or so many nested comments. */
type State = { close: string } | { depth: number } | typeof OUTSIDE;

const OUTSIDE = 'outside';

const CLOSES: Record<string, string | undefined> = { "'": "'", '"': '"', '[': ']' };

function stateAfter(line: string, before: State): State {
  let state = before;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    const pair = line.slice(at, at + 2);
    if (state === OUTSIDE) {
      if (pair === '--') return state;
      const close = CLOSES[character];
      if (close !== undefined) state = { close };
      else if (pair === '/*') {
        state = { depth: 1 };
        at++;
      }
    } else if ('close' in state) {
      if (character === state.close) state = OUTSIDE;
    } else if (pair === '/*' || pair === '*/') {
      const depth: number = state.depth + (pair === '/*' ? 1 : -1);
      state = depth === 0 ? OUTSIDE : { depth };
      at++;
    }
  }
  return state;
}
