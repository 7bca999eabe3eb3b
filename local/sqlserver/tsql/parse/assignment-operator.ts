import type { AssignmentOperator } from './ast';
import type { Token } from './lexer';

const OPERATORS: Record<string, AssignmentOperator | undefined> = {
  '=': '=',
  '+=': '+=',
  '-=': '-=',
  '*=': '*=',
  '/=': '/=',
  '%=': '%=',
  '&=': '&=',
  '|=': '|=',
  '^=': '^=',
};

export function assignmentOperator(token: Token): AssignmentOperator | undefined {
  return OPERATORS[token.upper];
}
