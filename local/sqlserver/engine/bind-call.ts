import { outsideSubset } from '../outside-subset';
import type { CallExpression } from '../tsql/parse/ast';
import { conversion } from '../types/convert/conversion';
import type { SqlValue } from '../types/sql-type';
import { commonType } from '../types/type-precedence';
import { convertedTo } from './bind-case';
import { compareBound } from './bind-condition';
import { bindExpression } from './bind-expression';
import type { Binding, Bound } from './binding';
import type { Evaluation } from './evaluation';
import { OUTSIDE_FUNCTIONS } from './functions/outside-functions.data';
import type { ScalarFunction } from './scalar-functions';
import { sqlMessage } from './sql-message';

/** Functions that do not evaluate all of their arguments. */
const LAZY: Record<
  string,
  { arguments: [number, number]; bind(args: Bound[]): Bound } | undefined
> = {
  COALESCE: { arguments: [2, 1000], bind: coalesce },
  ISNULL: { arguments: [2, 2], bind: isNull },
  NULLIF: { arguments: [2, 2], bind: nullIf },
  CHOOSE: { arguments: [2, 1000], bind: choose },
};

export function bindCall(call: CallExpression, binding: Binding): Bound {
  const { name } = call;
  const upper = name.name.toUpperCase();
  if (call.distinct || call.star) throw sqlMessage(195, name.name);
  const lazy = name.schema === undefined ? LAZY[upper] : undefined;
  const args = call.arguments.map((argument) => bindExpression(argument, binding));
  if (lazy !== undefined) {
    checkCount(name.name, args.length, lazy.arguments);
    return lazy.bind(args);
  }
  const found = binding.session.engine.scalarFunctions.find(name.schema ?? '', name.name);
  if (found !== undefined) return callFunction(found, args);
  if (OUTSIDE_FUNCTIONS.has(upper)) throw outsideSubset(upper, call.line);
  if (name.schema === undefined) throw sqlMessage(195, name.name);
  throw sqlMessage(4121, name.schema, `${name.schema}.${name.name}`);
}

function checkCount(name: string, count: number, [minimum, maximum]: [number, number]): void {
  if (count >= minimum && count <= maximum) return;
  if (minimum === maximum) throw sqlMessage(174, name.toLowerCase(), minimum);
  throw sqlMessage(189, name.toLowerCase(), minimum, maximum);
}

function callFunction(found: ScalarFunction, args: Bound[]): Bound {
  checkCount(found.name, args.length, [found.argumentsMin, found.argumentsMax]);
  const bound = found.bind(
    args.map(({ type, isNull, constant }) => ({ type, isNull: isNull === true, constant })),
  );
  const values = args.map((arg, at) => {
    const parameter = bound.parameters?.[at];
    if (parameter === undefined || arg.isNull === true) return arg;
    const convert = conversion({ from: arg.type, to: parameter, implicit: true });
    return { ...arg, evaluate: (evaluation: Evaluation) => convert(arg.evaluate(evaluation)) };
  });
  return {
    type: bound.type,
    nullable: bound.nullable ?? true,
    evaluate: (evaluation) =>
      bound.evaluate(
        values.map((value) => value.evaluate(evaluation)),
        evaluation,
      ),
  };
}

function coalesce(args: Bound[]): Bound {
  const type = commonType(args);
  const values = args.map((arg) => convertedTo(arg, type));
  return {
    type,
    nullable: args.every(({ nullable }) => nullable),
    evaluate: (evaluation) => {
      for (const value of values) {
        const found = value.evaluate(evaluation);
        if (found !== null) return found;
      }
      return null;
    },
  };
}

/** Unlike COALESCE, ISNULL has the type of its first argument. */
function isNull([first, second]: Bound[]): Bound {
  if (first === undefined || second === undefined) throw sqlMessage(174, 'isnull', 2);
  const type = first.isNull === true ? second.type : first.type;
  const replacement = convertedTo(second, type);
  return {
    type,
    nullable: second.nullable,
    evaluate: (evaluation) => first.evaluate(evaluation) ?? replacement.evaluate(evaluation),
  };
}

function nullIf([first, second]: Bound[]): Bound {
  if (first === undefined || second === undefined) throw sqlMessage(174, 'nullif', 2);
  const equal = compareBound('=', first, second);
  return {
    type: first.type,
    nullable: true,
    evaluate: (evaluation) => (equal(evaluation) === true ? null : first.evaluate(evaluation)),
  };
}

function choose([index, ...choices]: Bound[]): Bound {
  if (index === undefined) throw sqlMessage(189, 'choose', 2, 1000);
  const type = commonType(choices);
  const values = choices.map((choice) => convertedTo(choice, type));
  const position = convertedTo(index, { name: 'int' });
  return {
    type,
    nullable: true,
    evaluate: (evaluation): SqlValue => {
      const at = position.evaluate(evaluation);
      return typeof at === 'number' ? (values[at - 1]?.evaluate(evaluation) ?? null) : null;
    },
  };
}
