/** A JSON number as its text: never passed through a double, so that no digit of it is lost. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type ExactObject = Map<string, ExactJson>;
export type ExactJson = null | boolean | string | ExactNumber | ExactJson[] | ExactObject;

/** Text that is no JSON, or ambiguous: `offset` counts UTF-16 units from the start. */
export class ExactJsonError extends Error {
  readonly offset: number;

  constructor(problem: string, offset: number) {
    super(`${problem} at offset ${offset}`);
    this.name = 'ExactJsonError';
    this.offset = offset;
  }
}

/** Deeper nesting is refused, so that hostile text cannot overflow the stack. */
export const EXACT_JSON_DEPTH_MAX = 64;

/**
 * Reads one JSON value (RFC 8259). Keys stay in order; a key that occurs twice in an object is an error,
 * since either reading would be a guess.
 */
export function parseExactJson(text: string): ExactJson {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.skipSpace();
  if (reader.offset < text.length) throw reader.error('Text after the JSON value');
  return value;
}

/** Reads values that follow each other with or without white space between: `{…}{…}`. */
export function parseExactJsonSequence(text: string): ExactJson[] {
  const reader = new Reader(text);
  const values: ExactJson[] = [];
  reader.skipSpace();
  while (reader.offset < text.length) {
    values.push(reader.value(0));
    reader.skipSpace();
  }
  return values;
}

/** One line of JSON; numbers as the text they came with. */
export function formatExactJson(value: ExactJson): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(formatExactJson).join(',')}]`;
  const members = Array.from(
    value,
    ([key, member]) => `${JSON.stringify(key)}:${formatExactJson(member)}`,
  );
  return `{${members.join(',')}}`;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** A string without escapes; control characters must be escaped in JSON. */
const PLAIN_STRING = /"[^"\\\u0000-\u001f]*"/y;
const ESCAPED_STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

class Reader {
  readonly text: string;
  offset = 0;

  constructor(text: string) {
    this.text = text;
  }

  error(problem: string, offset = this.offset): ExactJsonError {
    return new ExactJsonError(problem, offset);
  }

  skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.offset);
      if (code !== 0x20 && code !== 0x0a && code !== 0x09 && code !== 0x0d) return;
      this.offset++;
    }
  }

  value(depth: number): ExactJson {
    if (depth > EXACT_JSON_DEPTH_MAX) {
      throw this.error(`JSON nested deeper than ${EXACT_JSON_DEPTH_MAX}`);
    }
    this.skipSpace();
    switch (this.text[this.offset]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      case undefined:
        throw this.error('JSON ends too early');
      default:
        return this.number();
    }
  }

  private object(depth: number): ExactObject {
    const members: ExactObject = new Map();
    this.offset++;
    if (this.takes('}')) return members;
    for (;;) {
      this.skipSpace();
      const keyOffset = this.offset;
      const key = this.string();
      if (members.has(key)) throw this.error(`Duplicate key ${JSON.stringify(key)}`, keyOffset);
      if (!this.takes(':')) throw this.error('Expected ":"');
      members.set(key, this.value(depth + 1));
      if (this.takes(',')) continue;
      if (this.takes('}')) return members;
      throw this.error('Expected "," or "}"');
    }
  }

  private array(depth: number): ExactJson[] {
    const members: ExactJson[] = [];
    this.offset++;
    if (this.takes(']')) return members;
    for (;;) {
      members.push(this.value(depth + 1));
      if (this.takes(',')) continue;
      if (this.takes(']')) return members;
      throw this.error('Expected "," or "]"');
    }
  }

  private takes(character: string): boolean {
    this.skipSpace();
    if (this.text[this.offset] !== character) return false;
    this.offset++;
    return true;
  }

  private string(): string {
    const plain = this.match(PLAIN_STRING);
    if (plain !== undefined) return plain.slice(1, -1);
    const start = this.offset;
    const escaped = this.match(ESCAPED_STRING);
    if (escaped === undefined) throw this.error('Expected a string', start);
    return JSON.parse(escaped) as string;
  }

  private number(): ExactNumber {
    const text = this.match(NUMBER);
    if (text === undefined) {
      throw this.error(`Unexpected ${JSON.stringify(this.text[this.offset])}`);
    }
    return new ExactNumber(text);
  }

  private word<Value extends boolean | null>(word: string, value: Value): Value {
    if (!this.text.startsWith(word, this.offset)) throw this.error(`Expected ${word}`);
    this.offset += word.length;
    return value;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.offset += found.length;
    return found;
  }
}
