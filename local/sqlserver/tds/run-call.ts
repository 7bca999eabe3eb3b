import { outsideSubset } from '../outside-subset';
import type { Parameter } from '../session';
import { SqlError } from '../sql-error';
import type { SqlValue } from '../types/sql-type';
import type { ConnectionState } from './connection-state';
import type { IndexedParameter, Response } from './response';
import type { RpcCall } from './rpc-request';

interface Running {
  state: ConnectionState;
  response: Response;
  signal: AbortSignal;
}

interface Returned {
  status: number;
  output: IndexedParameter[];
}

type SystemProcedure = (parameters: Parameter[], running: Running) => Promise<Returned> | Returned;

/** Procedures of the protocol itself; every other name is the session's. */
const SYSTEM: Readonly<Record<string, SystemProcedure>> = {
  sp_executesql: (parameters, running) => {
    const [text, declarations] = parameters;
    const statement = {
      text: textOf(text, '@statement'),
      declarations: declarations === undefined ? '' : textOf(declarations, '@parameters'),
    };
    return execute(statement, { parameters, first: 2 }, running);
  },
  sp_prepare: (parameters, { state }) => ({ status: 0, output: [prepare(parameters, state)] }),
  sp_prepexec: async (parameters, running) => {
    const handle = prepare(parameters, running.state);
    const statement = running.state.prepared.find(handle.parameter.value);
    const { status, output } = await execute(statement, { parameters, first: 3 }, running);
    return { status, output: [handle, ...output] };
  },
  sp_execute: (parameters, running) => {
    const statement = running.state.prepared.find(parameters[0]?.value ?? null);
    return execute(statement, { parameters, first: 1 }, running);
  },
  sp_unprepare: (parameters, { state }) => {
    state.prepared.forget(parameters[0]?.value ?? null);
    return { status: 0, output: [] };
  },
};

const REFUSED = /^sp_(cursor.*|prepexecrpc)$/;

/** Throws the `SqlError` of a call that cannot be made; errors of its statements go to the response. */
export async function runCall(call: RpcCall, running: Running): Promise<Returned> {
  const name = systemName(call.name);
  const system = Object.hasOwn(SYSTEM, name) ? SYSTEM[name] : undefined;
  if (system !== undefined) return system(call.parameters, running);
  if (REFUSED.test(name)) throw outsideSubset(`The procedure ${name}`);
  const { state, response, signal } = running;
  const result = await state.session.procedure(call, response, signal);
  return { status: result.returnStatus, output: indexed(call.parameters, result.output) };
}

/** `[sys].[sp_executesql]` and `master..sp_executesql` are the same procedure. */
function systemName(name: string): string {
  const plain = name.replaceAll(/[[\]"]/g, '').toLowerCase();
  return plain.replace(/^(?:(?:\w+\.)?(?:sys|dbo)?\.)/, '');
}

async function execute(
  statement: { text: string; declarations: string },
  passed: { parameters: Parameter[]; first: number },
  { state, response, signal }: Running,
): Promise<Returned> {
  const parameters = passed.parameters.slice(passed.first);
  const output = await state.session.executeSql({ ...statement, parameters }, response, signal);
  return { status: response.errorNumber, output: indexed(passed.parameters, output, passed.first) };
}

function prepare(parameters: Parameter[], state: ConnectionState): IndexedParameter {
  const [handle, declarations, text] = parameters;
  const value = state.prepared.add({
    text: textOf(text, '@stmt'),
    declarations: declarations?.value === null ? '' : textOf(declarations, '@params'),
  });
  return { parameter: { name: handle?.name ?? '', type: { name: 'int' }, value }, ordinal: 0 };
}

/** Puts each returned value beside the parameter that asked for it. */
function indexed(asked: Parameter[], returned: Parameter[], first = 0): IndexedParameter[] {
  const places = asked.flatMap(({ name, output }, ordinal) =>
    output === true && ordinal >= first ? [{ name, ordinal }] : [],
  );
  return returned.flatMap((parameter, at) => {
    const place = places[at];
    if (place === undefined) return [];
    return [{ parameter: { ...parameter, name: place.name }, ordinal: place.ordinal }];
  });
}

function textOf(parameter: Parameter | undefined, name: string): string {
  const value: SqlValue = parameter?.value ?? null;
  if (typeof value === 'string') return value;
  throw new SqlError(214, `Procedure expects parameter '${name}' of type 'ntext/nchar/nvarchar'.`, {
    severity: 16,
    state: 2,
  });
}
