/** A JSON number as it was written: `300`, `300.0` and `3e2` are three different ones. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const MARK = '\u0000number:';
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Parses JSON, keeping the text of each number; throws `SyntaxError` for anything but JSON. */
export function parseWithNumberTexts(json: string): unknown {
  JSON.parse(json);
  const marked = json.replace(TOKEN, (token) =>
    token.startsWith('"') ? token : JSON.stringify(MARK + token),
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK)
      ? new NumberText(value.slice(MARK.length))
      : value,
  );
}
