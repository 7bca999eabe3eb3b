import { recordBackup } from './backups';
import { outsideSubset } from '../outside-subset';
import { SqlError } from '../sql-error';
import type { Condition, Expression, Statement } from '../tsql/parse/ast';
import type { SqlType, SqlValue } from '../types/sql-type';
import { bindAssignment } from './assign-variable';
import { convertedTo } from './bind-case';
import { bindCondition } from './bind-condition';
import { bindExpression } from './bind-expression';
import { BatchAborted } from './frame';
import type { Frame, Outcome } from './frame';
import { handleError } from './handle-error';
import type { Plan } from './plan';
import { tableOf } from './resolve-name';
import { raiseError, throwStatement } from './raise-error';
import { runDefinition } from './run-definition';
import { runExecute, runExecuteText } from './run-execute';
import { newBinding, newEvaluation } from './new-binding';
import { bound, runPlan } from './run-plan';
import { setOption } from './set-option';
import { sqlMessage } from './sql-message';
import { waitFor } from './wait-for';

/** Runs statements in order; an error ends the statement, the batch or the TRY block as SQL Server has it. */
export async function runStatements(
  statements: readonly Statement[],
  frame: Frame,
): Promise<Outcome> {
  for (const statement of statements) {
    const outcome = await runOne(statement, frame);
    if (outcome !== 'next') return outcome;
  }
  return 'next';
}

async function runOne(statement: Statement, frame: Frame): Promise<Outcome> {
  try {
    if (frame.signal.aborted) throw new BatchAborted('Cancelled.');
    return await runStatement(statement, frame);
  } catch (error) {
    if (frame.signal.aborted) throw new BatchAborted('Cancelled.');
    if (!(error instanceof SqlError)) throw error;
    if (error.line <= 1) error.line = statement.line;
    frame.session.state.lastError = error.number;
    if (frame.tryDepth > 0) throw error;
    handleError(error, frame);
    return 'next';
  }
}

async function runStatement(statement: Statement, frame: Frame): Promise<Outcome> {
  switch (statement.kind) {
    case 'select':
    case 'insert':
    case 'update':
    case 'delete':
      await runPlan(frame, () => frame.session.plans.planOf(statement, frame));
      return 'next';
    case 'block':
      return runStatements(statement.statements, frame);
    case 'if': {
      const branch = (await conditionHolds(statement.condition, frame))
        ? statement.then
        : statement.otherwise;
      return branch === undefined ? 'next' : runOne(branch, frame);
    }
    case 'while':
      return runWhile(statement, frame);
    case 'break':
    case 'continue':
      return statement.kind;
    case 'return':
      return {
        returned:
          statement.value === undefined
            ? 0
            : Number(evaluate(statement.value, frame, { name: 'int' })),
      };
    case 'try':
      return runTry(statement, frame);
    default:
      await runSimple(statement, frame);
      return 'next';
  }
}

type Simple = Exclude<
  Statement,
  {
    kind:
      | 'select'
      | 'insert'
      | 'update'
      | 'delete'
      | 'block'
      | 'if'
      | 'while'
      | 'break'
      | 'continue'
      | 'return'
      | 'try';
  }
>;

async function runSimple(statement: Simple, frame: Frame): Promise<void> {
  const { session, sink } = frame;
  switch (statement.kind) {
    case 'declare':
      declare(statement, frame);
      return;
    case 'set-variable':
      await runPlan(frame, () => assignmentPlan(statement, newBinding(frame)));
      return;
    case 'set-option': {
      setOption(statement, frame);
      return;
    }
    case 'set-isolation':
      if (statement.level === 'SNAPSHOT')
        throw outsideSubset('SET TRANSACTION ISOLATION LEVEL SNAPSHOT', statement.line);
      session.isolation = statement.level;
      return;
    case 'set-identity-insert': {
      session.setIdentityInsert(tableOf(session, statement.table), statement.on);
      return;
    }
    case 'print':
      print(statement, frame);
      return;
    case 'throw':
      return throwStatement(statement, frame);
    case 'raiserror': {
      raiseError(statement, frame);
      return;
    }
    case 'waitfor':
      return waitFor(statement, frame);
    case 'use':
      session.use(statement.database);
      sink.databaseChanged(session.database);
      {
        sink.info(sqlMessage(5701, session.database));
        return;
      }
    case 'transaction':
      return session.transact(statement, transactionName(statement.name, frame));
    case 'execute':
      return runExecute(statement, frame);
    case 'execute-text':
      return runExecuteText(statement, frame);
    case 'checkpoint':
      sink.done();
      return;
    case 'backup':
      return backUp(statement, frame);
    case 'insert-bulk': {
      session.announceBulk(statement);
      return;
    }
    default:
      await runDefinition(statement, frame);
  }
}

/** Writes no file: it leaves what a backup leaves in `msdb.dbo.backupset`. */
async function backUp(
  statement: Extract<Statement, { kind: 'backup' }>,
  { session, sink }: Frame,
): Promise<void> {
  const { clock, store } = session.engine;
  const database = store.database(statement.database);
  const backup = { type: statement.backup, startedMs: clock.now(), finishedMs: clock.now() };
  await store.transact((transaction) => {
    recordBackup(transaction, database, backup);
  });
  sink.done();
}

function declare(statement: Extract<Statement, { kind: 'declare' }>, frame: Frame): void {
  for (const { name, type, value } of statement.variables) {
    const key = name.toLowerCase();
    frame.variables.set(key, {
      type,
      value: value === undefined ? null : evaluate(value, frame, type),
    });
  }
}

function print(statement: Extract<Statement, { kind: 'print' }>, frame: Frame): void {
  const text = evaluate(statement.message, frame, { name: 'nvarchar', length: 4000 });
  const shown = (text ?? ' ') as string;
  frame.sink.info(new SqlError(0, shown, { severity: 0, line: statement.line }));
}

function transactionName(
  name: string | { name: string } | undefined,
  frame: Frame,
): string | undefined {
  if (name === undefined || typeof name === 'string') return name;
  const variable = frame.variables.get(name.name.toLowerCase());
  if (variable === undefined) throw sqlMessage(137, name.name);
  return variable.value as string;
}

function assignmentPlan(
  statement: Extract<Statement, { kind: 'set-variable' }>,
  binding: Parameters<typeof bindAssignment>[1],
): Plan {
  const assign = bindAssignment(statement, binding);
  const { rowCount } = binding.session.state;
  return {
    reads: binding.reads,
    writes: [],
    run: (evaluation) => {
      assign(evaluation);
      return { counted: rowCount };
    },
  };
}

async function runWhile(
  statement: Extract<Statement, { kind: 'while' }>,
  frame: Frame,
): Promise<Outcome> {
  while (await conditionHolds(statement.condition, frame)) {
    if (frame.signal.aborted) throw new BatchAborted('Cancelled.');
    const outcome = await runOne(statement.body, frame);
    if (outcome === 'break') return 'next';
    if (typeof outcome === 'object') return outcome;
  }
  return 'next';
}

async function runTry(
  statement: Extract<Statement, { kind: 'try' }>,
  frame: Frame,
): Promise<Outcome> {
  const { session } = frame;
  try {
    return await runStatements(statement.body, { ...frame, tryDepth: frame.tryDepth + 1 });
  } catch (error) {
    if (!(error instanceof SqlError) || frame.bindingErrors.has(error)) throw error;
    session.doomAfter(error);
    const before = session.state.caught;
    const { number, severity, state, line, procedure, message } = error;
    session.state.caught = { number, severity, state, line, procedure, message };
    session.state.lastError = number;
    try {
      return await runStatements(statement.handler, frame);
    } finally {
      session.state.caught = before;
    }
  }
}

/** IF and WHILE read tables as any statement does. */
async function conditionHolds(condition: Condition, frame: Frame): Promise<boolean> {
  let holds = false;
  await runQuietly(frame, () => {
    const binding = newBinding(frame);
    const test = bindCondition(condition, binding);
    return {
      reads: binding.reads,
      writes: [],
      run: (evaluation) => {
        holds = test(evaluation) === true;
        return {};
      },
    };
  });
  return holds;
}

async function runQuietly(frame: Frame, makePlan: Parameters<typeof runPlan>[1]): Promise<void> {
  const { rowCount, lastError } = frame.session.state;
  await runPlan({ ...frame, sink: { ...frame.sink, done: () => undefined } }, makePlan);
  Object.assign(frame.session.state, { rowCount, lastError });
}

export function evaluate(expression: Expression, frame: Frame, type: SqlType): SqlValue {
  const value = bound(frame, () =>
    convertedTo(bindExpression(expression, newBinding(frame)), type),
  );
  return value.evaluate(newEvaluation(frame));
}
