import type { CallExpression, Expression } from '../tsql/parse/ast';
import type { Bound } from './binding';
import type { Aggregate } from './aggregate';
import type { Scope } from './scope';

/** What stands above a GROUP BY: its expressions first, then the aggregates as they are met. */
export class GroupScope {
  readonly keys: { text: string; bound: Bound }[];
  readonly aggregates: Aggregate[] = [];
  private readonly aggregateTexts: string[] = [];
  private readonly scope: Scope;

  constructor(scope: Scope, keys: { expression: Expression; bound: Bound }[]) {
    this.scope = scope;
    this.keys = keys.map(({ expression, bound }) => ({
      text: expressionText(expression, scope),
      bound,
    }));
  }

  /** The expression as a column of the group's row, if it is one that is grouped by. */
  key(expression: Expression): Bound | undefined {
    const text = expressionText(expression, this.scope);
    const at = this.keys.findIndex((key) => key.text === text);
    const key = this.keys[at];
    if (key === undefined) return undefined;
    return {
      type: key.bound.type,
      nullable: key.bound.nullable,
      evaluate: ({ row }) => row[at] ?? null,
    };
  }

  aggregate(call: CallExpression, make: () => Aggregate): Bound {
    const text = expressionText(call, this.scope);
    let at = this.aggregateTexts.indexOf(text);
    if (at < 0) at = this.aggregateTexts.push(text) - 1;
    const aggregate = (this.aggregates[at] ??= make());
    const position = this.keys.length + at;
    return {
      type: aggregate.type,
      nullable: aggregate.nullable,
      evaluate: ({ row }) => row[position] ?? null,
    };
  }
}

/** Equal for expressions that read the same columns in the same way. */
export function expressionText(expression: Expression, scope: Scope): string {
  return JSON.stringify(expression, (name, value: unknown) => {
    if (name === 'line') return undefined;
    if (typeof value === 'bigint') return `${value.toString()}n`;
    if (isColumn(value)) return { column: scope.position(value) ?? value.name.toLowerCase() };
    return value;
  });
}

function isColumn(value: unknown): value is Extract<Expression, { kind: 'column' }> {
  return (
    typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'column'
  );
}
