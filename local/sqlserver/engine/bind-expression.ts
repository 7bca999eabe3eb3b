import { outsideSubset } from '../outside-subset';
import type { Expression, SubqueryExpression } from '../tsql/parse/ast';
import { bindAggregate, isAggregate } from './aggregate';
import { bindCase } from './bind-case';
import { bindCall } from './bind-call';
import { bindConvert } from './bind-convert';
import { bindGlobal } from './bind-global';
import { bindBinary, bindUnary } from './bind-operator';
import { bindVariable } from './bind-variable';
import type { Binding, Bound } from './binding';
import { sqlMessage } from './sql-message';

const COLLATION =
  /^(SQL_Latin1_General_CP1_CI_AS|Latin1_General_CI_AS|database_default|catalog_default)$/i;

export function bindExpression(expression: Expression, binding: Binding): Bound {
  const grouped = binding.group?.key(expression);
  if (grouped !== undefined) return grouped;
  switch (expression.kind) {
    case 'literal': {
      const { type, value } = expression;
      return { type, nullable: false, constant: value, evaluate: () => value };
    }
    case 'null':
      return { type: { name: 'int' }, nullable: true, isNull: true, evaluate: () => null };
    case 'column':
      return bindColumn(expression, binding);
    case 'variable':
      return bindVariable(expression.name, binding);
    case 'global':
      return bindGlobal(expression.name, expression.line);
    case 'date-part':
      return constantText(expression.part);
    case 'default':
      throw outsideSubset('DEFAULT as an expression', expression.line);
    case 'unary':
      return bindUnary(expression, binding);
    case 'binary':
      return bindBinary(expression, binding);
    case 'simple-case':
    case 'searched-case':
      return bindCase(expression, binding);
    case 'convert':
      return bindConvert(expression, binding);
    case 'call':
      return isAggregate(expression)
        ? aggregateColumn(expression, binding)
        : bindCall(expression, binding);
    case 'collate':
      if (COLLATION.test(expression.collation)) return bindExpression(expression.operand, binding);
      throw outsideSubset(`COLLATE ${expression.collation}`, expression.line);
    case 'subquery':
      return bindSubquery(expression, binding);
  }
}

function bindColumn(expression: Extract<Expression, { kind: 'column' }>, binding: Binding): Bound {
  if (binding.group !== undefined && binding.scope.position(expression) !== undefined) {
    throw sqlMessage(8120, [...expression.qualifier, expression.name].join('.'));
  }
  return binding.scope.resolve(expression);
}

function constantText(text: string): Bound {
  const type = { name: 'varchar' as const, length: Math.max(1, text.length) };
  return { type, nullable: false, constant: text, evaluate: () => text };
}

function aggregateColumn(
  expression: Extract<Expression, { kind: 'call' }>,
  binding: Binding,
): Bound {
  const { group } = binding;
  if (group === undefined) throw sqlMessage(147);
  return group.aggregate(expression, () => {
    const [argument] = expression.arguments;
    const below = { ...binding, group: undefined };
    return bindAggregate(expression, argument && bindExpression(argument, below));
  });
}

/** A scalar subquery; one that reads nothing of the query around it runs once per statement. */
function bindSubquery(expression: SubqueryExpression, binding: Binding): Bound {
  const query = binding.bindQuery(expression.query, binding);
  const [column] = query.columns;
  if (column === undefined || query.columns.length > 1) throw sqlMessage(116);
  const evaluate: Bound['evaluate'] = (evaluation) => {
    const rows = query.rows(evaluation);
    if (rows.length > 1) throw sqlMessage(512);
    return rows[0]?.[0] ?? null;
  };
  if (query.isCorrelated) return { type: column.type, nullable: true, evaluate };
  return {
    type: column.type,
    nullable: true,
    evaluate: (evaluation) => {
      const { cache } = evaluation.statement;
      if (!cache.has(query)) cache.set(query, evaluate(evaluation));
      return cache.get(query) as ReturnType<Bound['evaluate']>;
    },
  };
}
