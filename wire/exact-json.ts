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
/** What keeps a string from being all that stands up to the next quotation mark. */
const ESCAPE_OR_CONTROL = /[\\\u0000-\u001f]/;
const ESCAPED_STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** Character codes, since comparing them is several times quicker than comparing texts of one character. */
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

class Reader {
  readonly text: string;
  offset = 0;
  /** Most records: every string ends at the next quotation mark, and needs no further look. */
  readonly #isPlain: boolean;

  constructor(text: string) {
    this.text = text;
    // The newline that ends each record of DMS stands in no string.
    this.#isPlain = !ESCAPE_OR_CONTROL.test(text.trimEnd());
  }

  error(problem: string, offset = this.offset): ExactJsonError {
    return new ExactJsonError(problem, offset);
  }

  /** The code of what stands behind white space; NaN at the end. */
  skipSpace(): number {
    let at = this.offset;
    let code = this.text.charCodeAt(at);
    while (code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d)
      code = this.text.charCodeAt(++at);
    this.offset = at;
    return code;
  }

  value(depth: number): ExactJson {
    if (depth > EXACT_JSON_DEPTH_MAX) {
      throw this.error(`JSON nested deeper than ${EXACT_JSON_DEPTH_MAX}`);
    }
    switch (this.skipSpace()) {
      case OPEN_OBJECT:
        return this.object(depth);
      case OPEN_ARRAY:
        return this.array(depth);
      case QUOTE:
        return this.string();
      case 0x74:
        return this.word('true', true);
      case 0x66:
        return this.word('false', false);
      case 0x6e:
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  private object(depth: number): ExactObject {
    const members: ExactObject = new Map();
    this.offset++;
    if (this.takes(CLOSE_OBJECT)) return members;
    for (;;) {
      this.skipSpace();
      const keyOffset = this.offset;
      const key = this.string();
      if (!this.takes(COLON)) throw this.error('Expected ":"');
      const { size } = members;
      members.set(key, this.value(depth + 1));
      if (members.size === size)
        throw this.error(`Duplicate key ${JSON.stringify(key)}`, keyOffset);
      if (this.takes(COMMA)) continue;
      if (this.takes(CLOSE_OBJECT)) return members;
      throw this.error('Expected "," or "}"');
    }
  }

  private array(depth: number): ExactJson[] {
    const members: ExactJson[] = [];
    this.offset++;
    if (this.takes(CLOSE_ARRAY)) return members;
    for (;;) {
      members.push(this.value(depth + 1));
      if (this.takes(COMMA)) continue;
      if (this.takes(CLOSE_ARRAY)) return members;
      throw this.error('Expected "," or "]"');
    }
  }

  private takes(code: number): boolean {
    if (this.skipSpace() !== code) return false;
    this.offset++;
    return true;
  }

  private string(): string {
    const start = this.offset;
    if (this.text.charCodeAt(start) === QUOTE) {
      const end = this.text.indexOf('"', start + 1);
      if (end < 0) throw this.error('Expected a string', start);
      const string = this.text.slice(start + 1, end);
      if (this.#isPlain || !ESCAPE_OR_CONTROL.test(string)) {
        this.offset = end + 1;
        return string;
      }
    }
    return JSON.parse(this.match(ESCAPED_STRING) ?? this.fail('Expected a string')) as string;
  }

  private number(): ExactNumber {
    if (this.offset >= this.text.length) throw this.error('JSON ends too early');
    const text = this.match(NUMBER);
    return new ExactNumber(
      text ?? this.fail(`Unexpected ${JSON.stringify(this.text[this.offset])}`),
    );
  }

  private word<Value extends boolean | null>(word: string, value: Value): Value {
    if (!this.text.startsWith(word, this.offset)) throw this.error(`Expected ${word}`);
    this.offset += word.length;
    return value;
  }

  private fail(problem: string): never {
    throw this.error(problem);
  }

  private match(pattern: RegExp): string | undefined {
    const from = this.offset;
    pattern.lastIndex = from;
    if (!pattern.test(this.text)) return undefined;
    this.offset = pattern.lastIndex;
    return this.text.slice(from, this.offset);
  }
}
