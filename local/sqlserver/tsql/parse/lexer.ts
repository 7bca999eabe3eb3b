import { RESERVED_WORDS } from './reserved-words.data';
import {
  identifierTooLong,
  incorrectSyntax,
  missingEndComment,
  unclosedQuotation,
} from './syntax-error';

export type TokenKind =
  /** A bare word; `reserved` when it cannot be a name. */
  | 'word'
  /** A bracketed or double-quoted name; `text` is the name itself. */
  | 'quoted'
  | 'variable'
  | 'global'
  | 'string'
  | 'national-string'
  | 'number'
  | 'money'
  | 'binary'
  | 'symbol'
  | 'end';

export interface Token {
  kind: TokenKind;
  /** Names and strings without their quotes, all else as written. */
  text: string;
  /** `text` in upper case for a bare word, the symbol for a symbol, else empty: what keywords are compared with. */
  upper: string;
  reserved: boolean;
  line: number;
}

const NAME_LENGTH_MAX = 128;
const TAB = 9;
const LINE_FEED = 10;
const SPACE = 32;
const QUOTE = 39;
const DOUBLE_QUOTE = 34;
const DOLLAR = 36;
const ASTERISK = 42;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const AT = 64;
const LEFT_BRACKET = 91;

/** The tokens of one batch, ended by one of kind `end`. Comments nest, as in SQL Server. */
export function tokenize(text: string): Token[] {
  const scan = { text, at: 0, line: 1 };
  const tokens: Token[] = [];
  for (;;) {
    skipBlanks(scan);
    if (scan.at >= text.length) break;
    tokens.push(nextToken(scan));
  }
  tokens.push({ kind: 'end', text: '', upper: '', reserved: false, line: scan.line });
  return tokens;
}

interface Scan {
  readonly text: string;
  at: number;
  line: number;
}

function skipBlanks(scan: Scan): void {
  const { text } = scan;
  while (scan.at < text.length) {
    const code = text.charCodeAt(scan.at);
    if (code === LINE_FEED) {
      scan.line++;
      scan.at++;
    } else if (isBlank(code)) {
      scan.at++;
    } else if (code === DASH && text.charCodeAt(scan.at + 1) === DASH) {
      const end = text.indexOf('\n', scan.at);
      scan.at = end === -1 ? text.length : end;
    } else if (code === SLASH && text.charCodeAt(scan.at + 1) === ASTERISK) {
      skipComment(scan);
    } else {
      return;
    }
  }
}

function skipComment(scan: Scan): void {
  const line = scan.line;
  let depth = 0;
  do {
    const code = scan.text.charCodeAt(scan.at);
    const next = scan.text.charCodeAt(scan.at + 1);
    if (scan.at >= scan.text.length) throw missingEndComment(line);
    if (code === LINE_FEED) scan.line++;
    if (code === SLASH && next === ASTERISK) depth++;
    else if (code === ASTERISK && next === SLASH) depth--;
    else {
      scan.at++;
      continue;
    }
    scan.at += 2;
  } while (depth > 0);
}

function nextToken(scan: Scan): Token {
  const code = scan.text.charCodeAt(scan.at);
  const next = scan.text.charCodeAt(scan.at + 1);
  if (code === QUOTE) return quoted(scan, 'string', "'");
  if ((code === 78 || code === 110) && next === QUOTE) {
    scan.at++;
    return quoted(scan, 'national-string', "'");
  }
  if (isNameStart(code)) return word(scan);
  if (code === LEFT_BRACKET) return quoted(scan, 'quoted', ']');
  if (code === DOUBLE_QUOTE) return quoted(scan, 'quoted', '"');
  if (code === AT) return variable(scan);
  if (isDigit(code) || (code === DOT && isDigit(next))) return number(scan);
  if (code === DOLLAR) return money(scan);
  return symbol(scan);
}

function token(scan: Scan, kind: TokenKind, start: number): Token {
  return {
    kind,
    text: scan.text.slice(start, scan.at),
    upper: '',
    reserved: false,
    line: scan.line,
  };
}

function word(scan: Scan): Token {
  const start = scan.at;
  while (isNamePart(scan.text.charCodeAt(scan.at))) scan.at++;
  const result = token(scan, 'word', start);
  if (result.text.length > NAME_LENGTH_MAX) throw identifierTooLong(result.text, scan.line);
  result.upper = result.text.toUpperCase();
  result.reserved = RESERVED_WORDS.has(result.upper);
  return result;
}

function variable(scan: Scan): Token {
  const start = scan.at;
  const kind = scan.text.charCodeAt(start + 1) === AT ? 'global' : 'variable';
  scan.at++;
  while (isNamePart(scan.text.charCodeAt(scan.at))) scan.at++;
  return token(scan, kind, start);
}

function quoted(scan: Scan, kind: TokenKind, close: string): Token {
  const { text, line } = scan;
  const start = scan.at + 1;
  let end = text.indexOf(close, start);
  let doubled = false;
  while (end !== -1 && text[end + 1] === close) {
    doubled = true;
    end = text.indexOf(close, end + 2);
  }
  if (end === -1) throw unclosedQuotation(text.slice(start), line);
  let value = text.slice(start, end);
  scan.line += countLines(value);
  scan.at = end + 1;
  if (doubled) value = value.replaceAll(close + close, close);
  if (kind === 'quoted' && value.length > NAME_LENGTH_MAX) throw identifierTooLong(value, line);
  return { kind, text: value, upper: '', reserved: false, line };
}

function number(scan: Scan): Token {
  const { text } = scan;
  const start = scan.at;
  const next = text.charCodeAt(start + 1);
  if (text.charCodeAt(start) === 48 && (next === 120 || next === 88)) {
    scan.at += 2;
    while (isHexDigit(text.charCodeAt(scan.at))) scan.at++;
    return token(scan, 'binary', start);
  }
  skipDigits(scan);
  if (text.charCodeAt(scan.at) === DOT) {
    scan.at++;
    skipDigits(scan);
  }
  const exponent = text[scan.at];
  if (exponent === 'e' || exponent === 'E') skipExponent(scan);
  return token(scan, 'number', start);
}

function skipExponent(scan: Scan): void {
  const sign = scan.text[scan.at + 1];
  scan.at += sign === '+' || sign === '-' ? 2 : 1;
  skipDigits(scan);
}

function skipDigits(scan: Scan): void {
  while (isDigit(scan.text.charCodeAt(scan.at))) scan.at++;
}

function money(scan: Scan): Token {
  const start = scan.at;
  const next = scan.text.charCodeAt(start + 1);
  if (!isDigit(next) && next !== DOT) throw incorrectSyntax('$', scan.line);
  scan.at++;
  skipDigits(scan);
  if (scan.text.charCodeAt(scan.at) === DOT) {
    scan.at++;
    skipDigits(scan);
  }
  return token(scan, 'money', start);
}

const PAIRS: ReadonlySet<string> = new Set(
  '<> <= >= != !< !> += -= *= /= %= &= |= ^= ::'.split(' '),
);
const SINGLES = '()+-*/%&|^~=<>,;.:';

function symbol(scan: Scan): Token {
  const start = scan.at;
  const pair = scan.text.slice(start, start + 2);
  const length = PAIRS.has(pair) ? 2 : 1;
  const text = scan.text.slice(start, start + length);
  if (length === 1 && !SINGLES.includes(text)) throw incorrectSyntax(text, scan.line);
  scan.at += length;
  return { kind: 'symbol', text, upper: text, reserved: false, line: scan.line };
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

function isBlank(code: number): boolean {
  return code === SPACE || (code >= TAB && code <= 13) || code === 0xa0 || code === 0xfeff;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

function isNameStart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    code === 35 ||
    (code > 0xaa && LETTER.test(String.fromCharCode(code)))
  );
}

function isNamePart(code: number): boolean {
  return isNameStart(code) || isDigit(code) || code === DOLLAR || code === AT;
}

const LETTER = /\p{L}/u;
