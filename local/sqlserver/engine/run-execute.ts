import type { Parameter } from '../session';
import type { ExecuteArgument, ExecuteStatement, ExecuteTextStatement } from '../tsql/parse/ast';
import { conversion } from '../types/convert/conversion';
import type { SqlValue } from '../types/sql-type';
import { bindExpression } from './bind-expression';
import type { Frame } from './frame';
import { declareParameters, parseCached } from './run-batch';
import { runProcedure } from './run-procedure';
import { newBinding, newEvaluation } from './new-binding';
import { bound } from './run-plan';
import { evaluate, runStatements } from './run-statement';
import { same } from './scope';
import { sqlMessage } from './sql-message';

const TEXT = { name: 'nvarchar', length: 'max' } as const;
const INT = { name: 'int' } as const;

/** Variables of its own; USE and SET inside end with it. */
async function runNested(text: string, frame: Frame, variables: Frame['variables']): Promise<void> {
  const { session } = frame;
  const { currentDatabase, noCount, xactAbort } = session;
  try {
    await runStatements(parseCached(text), { ...frame, variables, bindingErrors: new WeakSet() });
  } finally {
    if (session.currentDatabase !== currentDatabase)
      frame.sink.databaseChanged(currentDatabase.name);
    Object.assign(session, { currentDatabase, noCount, xactAbort });
  }
}

export async function runExecuteText(statement: ExecuteTextStatement, frame: Frame): Promise<void> {
  const text = evaluate(statement.text, frame, TEXT);
  if (text !== null) await runNested(text as string, frame, new Map());
}

export async function runExecute(statement: ExecuteStatement, frame: Frame): Promise<void> {
  const { procedure } = statement;
  const args = statement.arguments
    .filter(({ value }) => value.kind !== 'default')
    .map((argument) => argumentOf(argument, frame));
  if (same(procedure.name, 'sp_executesql')) {
    await executeSql(statement, args, frame);
    setVariable(statement.returnVariable, 0, frame);
    return;
  }
  const result = await runProcedure(procedure, args, frame);
  frame.session.state.lastError = 0;
  for (const [at, value] of result.output) {
    const argument = statement.arguments[at];
    if (argument?.output === true && argument.value.kind === 'variable')
      setVariable(argument.value.name, value, frame);
  }
  setVariable(statement.returnVariable, result.returnStatus, frame);
}

function argumentOf(argument: ExecuteArgument, frame: Frame): Parameter {
  const value = bound(frame, () => bindExpression(argument.value, newBinding(frame)));
  return {
    name: argument.name ?? '',
    type: value.type,
    value: value.evaluate(newEvaluation(frame)),
    output: argument.output,
  };
}

async function executeSql(
  statement: ExecuteStatement,
  args: Parameter[],
  frame: Frame,
): Promise<void> {
  const [text, declarations, ...parameters] = args;
  if (text === undefined || typeof text.value !== 'string')
    throw sqlMessage(214, '@statement', 'ntext/nchar/nvarchar');
  const declared = typeof declarations?.value === 'string' ? declarations.value : '';
  const variables = declareParameters({ text: text.value, declarations: declared, parameters });
  await runNested(text.value, frame, variables);
  statement.arguments.slice(2).forEach((argument, at) => {
    if (!argument.output || argument.value.kind !== 'variable') return;
    const name = argument.name?.toLowerCase() ?? [...variables.keys()][at] ?? '';
    setVariable(argument.value.name, variables.get(name)?.value ?? null, frame);
  });
}

function setVariable(name: string | undefined, value: SqlValue, frame: Frame): void {
  if (name === undefined) return;
  const variable = frame.variables.get(name.toLowerCase());
  if (variable === undefined) throw sqlMessage(137, name);
  variable.value =
    typeof value === 'number'
      ? conversion({ from: INT, to: variable.type, implicit: true })(value)
      : value;
}
