/**
 * Cuts a T-SQL script into its batches: `GO` alone on a line ends one, as in sqlcmd, but not within a
 * string, a quoted name or a comment. Empty batches are left out.
 */
export function splitBatches(script: string): string[] {
  const batches: string[] = [];
  let batch = '';
  let inside: Inside = { end: '', depth: 0 };
  for (const line of script.split(/\r?\n/)) {
    if (inside.end === '' && /^\s*GO\s*;?\s*$/i.test(line)) {
      batches.push(batch);
      batch = '';
      continue;
    }
    batch += `${line}\n`;
    inside = afterLine(line, inside);
  }
  return [...batches, batch].map((text) => text.trim()).filter((text) => text !== '');
}

/** What a line ends within: `'`, `"`, `]` or `*` `/` closes it; comments nest. */
interface Inside {
  end: '' | "'" | '"' | ']' | '*/';
  depth: number;
}

function afterLine(line: string, start: Inside): Inside {
  const inside = { ...start };
  for (let at = 0; at < line.length; at++) {
    const pair = line.slice(at, at + 2);
    const character = line.charAt(at);
    if (inside.end === '') {
      if (pair === '--') return inside;
      if (pair === '/*') {
        inside.end = '*/';
        inside.depth = 1;
        at++;
      } else if (character === "'" || character === '"') inside.end = character;
      else if (character === '[') inside.end = ']';
    } else if (inside.end === '*/') {
      if (pair === '/*') inside.depth++;
      if (pair === '*/') inside.depth--;
      if (pair === '/*' || pair === '*/') at++;
      if (inside.depth === 0) inside.end = '';
    } else if (character === inside.end) inside.end = '';
  }
  return inside;
}
