import type { Parameter, ResultSink } from '../session';
import { SqlError } from '../sql-error';
import type { Statement } from '../tsql/parse/ast';
import { parseBatch } from '../tsql/parse/parse-batch';
import { conversion } from '../types/convert/conversion';
import type { SqlValue } from '../types/sql-type';
import type { Variable } from './binding';
import { BatchAborted } from './frame';
import type { Frame } from './frame';
import { handleError } from './handle-error';
import { parseNameText } from './name-text';
import { runProcedure } from './run-procedure';
import { runStatements } from './run-statement';
import type { ServerSession } from './server-session';
import { sqlMessage } from './sql-message';

interface Output {
  sink: ResultSink;
  signal: AbortSignal;
}

const CACHE_TEXTS = 256;
const CACHED_LENGTH_MAX = 8192;
const parsed = new Map<string, Statement[]>();

/** Parsed statements are never changed, so that one text is parsed once. */
export function parseCached(text: string): Statement[] {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const statements = parseBatch(text);
  if (text.length <= CACHED_LENGTH_MAX) {
    if (parsed.size >= CACHE_TEXTS) parsed.clear();
    parsed.set(text, statements);
  }
  return statements;
}

function newFrame(session: ServerSession, { sink, signal }: Output): Frame {
  return { session, variables: new Map(), sink, signal, bindingErrors: new WeakSet(), tryDepth: 0 };
}

/** Runs the work of one request; what ends it early was reported to the sink. */
async function guard(frame: Frame, work: () => Promise<void>): Promise<void> {
  const { session } = frame;
  try {
    await work();
  } catch (error) {
    if (error instanceof SqlError) reportLast(error, frame);
    else if (!(error instanceof BatchAborted)) throw error;
  }
  if (frame.signal.aborted && session.xactAbort) session.rollback();
  if (!session.isDoomed) return;
  session.rollback();
  frame.sink.error(sqlMessage(3998));
}

function reportLast(error: SqlError, frame: Frame): void {
  frame.session.state.lastError = error.number;
  try {
    handleError(error, frame);
  } catch (ended) {
    if (!(ended instanceof BatchAborted)) throw ended;
  }
}

export async function runBatch(
  session: ServerSession,
  text: string,
  output: Output,
): Promise<void> {
  const frame = newFrame(session, output);
  await guard(frame, async () => {
    await runStatements(parseCached(text), frame);
  });
}

/** sp_executesql. USE and SET inside it end with it. */
export async function runParameterised(
  session: ServerSession,
  request: { text: string; declarations: string; parameters: Parameter[] },
  output: Output,
): Promise<Parameter[]> {
  const frame = newFrame(session, output);
  const { currentDatabase, noCount, xactAbort } = session;
  await guard(frame, async () => {
    frame.variables = declareParameters(request);
    try {
      await runStatements(parseCached(request.text), frame);
    } finally {
      Object.assign(session, { currentDatabase, noCount, xactAbort });
    }
  });
  return request.parameters
    .filter(({ output: isOutput }) => isOutput === true)
    .map((parameter) => {
      const variable = frame.variables.get(parameter.name.toLowerCase());
      return variable === undefined
        ? parameter
        : { ...parameter, type: variable.type, value: variable.value };
    });
}

/**
 * `declarations` is the text between DECLARE and its end: `@id int, @name nvarchar(50) OUTPUT`. Throws 8143 where a
 * parameter is passed twice, 8178 where one is missing.
 */
export function declareParameters(request: {
  text: string;
  declarations: string;
  parameters: Parameter[];
}): Map<string, Variable> {
  const variables = new Map<string, Variable>();
  const declared = parseDeclarations(request.declarations);
  const named = byName(request.parameters);
  for (const [at, { name, type }] of declared.entries()) {
    const given =
      named.get(name.toLowerCase()) ??
      (request.parameters[at]?.name === '' ? request.parameters[at] : undefined);
    if (given === undefined)
      throw sqlMessage(8178, `(${request.declarations})${request.text}`, name);
    const value = conversion({ from: given.type, to: type, implicit: true })(given.value);
    variables.set(name.toLowerCase(), { type, value });
  }
  return variables;
}

function byName(parameters: readonly Parameter[]): Map<string, Parameter> {
  const named = new Map<string, Parameter>();
  for (const parameter of parameters) {
    if (parameter.name === '') continue;
    const name = parameter.name.toLowerCase();
    if (named.has(name)) throw sqlMessage(8143, parameter.name);
    named.set(name, parameter);
  }
  return named;
}

const OUTPUT_WORD = /\s+(?:output|out)\s*(?=,|$)/gi;

function parseDeclarations(declarations: string) {
  if (declarations.trim() === '') return [];
  const [statement] = parseCached(`DECLARE ${declarations.replace(OUTPUT_WORD, '')}`);
  if (statement?.kind !== 'declare') throw sqlMessage(214, '@params', 'ntext/nchar/nvarchar');
  return statement.variables;
}

/** A procedure called by its name from outside. */
export async function callProcedure(
  session: ServerSession,
  request: { name: string; parameters: Parameter[] },
  output: Output,
): Promise<{ returnStatus: number; output: Parameter[] }> {
  const frame = newFrame(session, output);
  let returnStatus = -6;
  const values = new Map<string, SqlValue>();
  await guard(frame, async () => {
    const name = parseNameText(request.name);
    if (name === undefined) throw sqlMessage(2812, request.name);
    const result = await runProcedure({ ...name, line: 1 }, request.parameters, frame);
    returnStatus = result.returnStatus;
    for (const [at, value] of result.output) values.set(String(at), value);
  });
  const outputs = request.parameters.flatMap((parameter, at) =>
    parameter.output === true ? [{ ...parameter, value: values.get(String(at)) ?? null }] : [],
  );
  return { returnStatus, output: outputs };
}
