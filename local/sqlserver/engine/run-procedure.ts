import type { Parameter } from '../session';
import type { ObjectName } from '../tsql/parse/ast';
import { conversion } from '../types/convert/conversion';
import type { SqlValue } from '../types/sql-type';
import type { Frame } from './frame';
import type { ProcedureParameter } from './procedures';
import { databaseOf, writtenName } from './resolve-name';
import { same } from './scope';
import { sqlMessage } from './sql-message';

export interface ProcedureResult {
  returnStatus: number;
  /** Output values by the position of the argument that asked for them. */
  output: Map<number, SqlValue>;
}

/** Throws 2812, 201, 8144, 8145 or what the procedure throws. */
export async function runProcedure(
  name: ObjectName,
  args: Parameter[],
  frame: Frame,
): Promise<ProcedureResult> {
  const { session, sink, signal } = frame;
  const database = databaseOf(session, name);
  const procedure = session.engine.procedures.find(database.name, name.schema ?? '', name.name);
  if (procedure === undefined) throw sqlMessage(2812, writtenName(name));
  const positions = matchArguments(args, procedure.parameters, procedure.name);
  const given = new Map<string, SqlValue>();
  const returned = new Map<string, SqlValue>();
  for (const [at, parameter] of positions) {
    const argument = args[at];
    if (argument === undefined) continue;
    if (argument.output === true && parameter.output !== true)
      throw sqlMessage(8162, parameter.name);
    const convert = conversion({ from: argument.type, to: parameter.type, implicit: true });
    given.set(
      parameter.name.toLowerCase(),
      argument.value === null ? null : convert(argument.value),
    );
  }
  for (const parameter of procedure.parameters) {
    const isMissing = !given.has(parameter.name.toLowerCase()) && parameter.default === undefined;
    if (isMissing && parameter.output !== true)
      throw sqlMessage(201, procedure.name, parameter.name);
  }
  const defaultOf = (wanted: string) =>
    procedure.parameters.find((parameter) => same(parameter.name, wanted))?.default ?? null;
  const returnStatus = await procedure.run({
    session,
    database,
    sink,
    signal,
    argument: (wanted) =>
      given.has(wanted.toLowerCase())
        ? (given.get(wanted.toLowerCase()) ?? null)
        : defaultOf(wanted),
    isGiven: (wanted) => given.has(wanted.toLowerCase()),
    setOutput: (wanted, value) => void returned.set(wanted.toLowerCase(), value),
  });
  const output = new Map(
    [...positions].map(([at, { name: own }]) => [
      at,
      returned.get(own.toLowerCase()) ?? given.get(own.toLowerCase()) ?? null,
    ]),
  );
  return { returnStatus, output };
}

function matchArguments(args: Parameter[], parameters: ProcedureParameter[], name: string) {
  const positions = new Map<number, ProcedureParameter>();
  if (args.length > parameters.length) throw sqlMessage(8144, name);
  args.forEach((argument, at) => {
    const parameter =
      argument.name === ''
        ? parameters[at]
        : parameters.find((candidate) => same(candidate.name, argument.name));
    if (parameter === undefined) throw sqlMessage(8145, argument.name, name);
    if ([...positions.values()].includes(parameter)) throw sqlMessage(8143, parameter.name);
    positions.set(at, parameter);
  });
  return positions;
}
