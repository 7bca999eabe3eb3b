import type { CallExpression, Expression } from '../tsql/parse/ast';
import { isAggregate } from './aggregate';

/** Whether an aggregate of this query (not of a subquery) is among the parts of the expression. */
export function containsAggregate(expression: Expression): boolean {
  return walk(expression);
}

function walk(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(walk);
  if (typeof node !== 'object' || node === null) return false;
  const { kind } = node as { kind?: unknown };
  if (kind === 'subquery' || kind === 'exists' || kind === 'in-query') return false;
  if (kind === 'call' && isAggregate(node as CallExpression)) return true;
  return Object.values(node).some(walk);
}
