import type { SqlError } from '../../sql-error';
import type { Token } from './lexer';
import { incorrectKeyword, incorrectSyntax } from './syntax-error';

/** A cursor over the tokens of one batch. Keywords and symbols are given in upper case. */
export class TokenReader {
  readonly #tokens: Token[];
  readonly #end: Token;
  #at = 0;

  constructor(tokens: Token[]) {
    const end = tokens.at(-1);
    if (end?.kind !== 'end') throw new Error('Expected the tokens to be closed by one of kind end');
    this.#tokens = tokens;
    this.#end = end;
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? this.#end;
  }

  next(): Token {
    const token = this.peek();
    this.#at++;
    return token;
  }

  atStart(): boolean {
    return this.#at === 0;
  }

  atEnd(): boolean {
    return this.peek().kind === 'end';
  }

  is(keyword: string, ahead = 0): boolean {
    return this.peek(ahead).upper === keyword;
  }

  isAny(keywords: ReadonlySet<string>): boolean {
    return keywords.has(this.peek().upper);
  }

  accept(keyword: string): boolean {
    if (this.peek().upper !== keyword) return false;
    this.#at++;
    return true;
  }

  /** All of the keywords or none. */
  acceptAll(...keywords: string[]): boolean {
    if (!keywords.every((keyword, ahead) => this.is(keyword, ahead))) return false;
    this.#at += keywords.length;
    return true;
  }

  expect(...keywords: string[]): void {
    for (const keyword of keywords) if (!this.accept(keyword)) throw this.unexpected();
  }

  /** One or more of `read`, between commas. */
  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.accept(',')) items.push(read());
    return items;
  }

  parenthesized<T>(read: () => T): T {
    this.expect('(');
    const result = read();
    this.expect(')');
    return result;
  }

  /** The syntax error at the next token; at the end of the batch it names the last one. */
  unexpected(): SqlError {
    const next = this.peek();
    const token = next.kind === 'end' ? (this.#tokens[this.#at - 1] ?? next) : next;
    if (token.reserved) return incorrectKeyword(token.text, token.line);
    return incorrectSyntax(token.text, token.line);
  }
}
