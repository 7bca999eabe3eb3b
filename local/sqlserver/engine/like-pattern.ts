import { foldCase } from '../types/collation';

/**
 * `%`, `_`, `[a-z]`, `[^a-z]`. Blanks at the end count in the pattern; those at the end of the text do not.
 * https://learn.microsoft.com/sql/t-sql/language-elements/like-transact-sql
 */
export function likePattern(pattern: string, escape: string): (text: string) => boolean {
  const source = translate(pattern.toLowerCase(), escape.toLowerCase());
  const expression = new RegExp(`^${source}$`, 'su');
  return (text) => expression.test(text.toLowerCase()) || expression.test(foldCase(text));
}

function translate(pattern: string, escape: string): string {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (escape !== '' && character === escape) {
      at++;
      source += quote(pattern.charAt(at));
    } else if (character === '%') source += '.*';
    else if (character === '_') source += '.';
    else if (character === '[') {
      const end = pattern.indexOf(']', at + 2);
      if (end < 0) return '(?!)';
      source += characterClass(pattern.slice(at + 1, end));
      at = end;
    } else source += quote(character);
  }
  return source;
}

function characterClass(content: string): string {
  const negated = content.startsWith('^');
  const members = (negated ? content.slice(1) : content).replace(/[\\\][^&]/g, '\\$&');
  return `[${negated ? '^' : ''}${members}]`;
}

function quote(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
