import { outsideSubset } from '../outside-subset';
import type { Parameter } from '../session';
import { skipAllHeaders } from './all-headers';
import { ByteReader } from './byte-reader';
import { readWireType } from './wire-type';

/** One call of an RPC request; procedures that came by number have their name. */
export interface RpcCall {
  name: string;
  parameters: Parameter[];
}

/** MS-TDS 2.2.6.6, in the order of their numbers, which begin with 1. */
const BY_NUMBER = [
  'sp_cursor',
  'sp_cursoropen',
  'sp_cursorprepare',
  'sp_cursorexecute',
  'sp_cursorprepexec',
  'sp_cursorunprepare',
  'sp_cursorfetch',
  'sp_cursoroption',
  'sp_cursorclose',
  'sp_executesql',
  'sp_prepare',
  'sp_execute',
  'sp_prepexec',
  'sp_prepexecrpc',
  'sp_unprepare',
];
const NUMBER_FOLLOWS = 0xffff;
/** Between calls; no parameter's name is that long. */
const NEXT_CALL = 0xff;
const NEXT_CALL_WITHOUT_EXECUTION = 0xfe;
const PARAMETER = { output: 0x01, default: 0x02, encrypted: 0x08 };

export function parseRpcRequest(body: Buffer): RpcCall[] {
  const reader = new ByteReader(body);
  skipAllHeaders(reader);
  const calls: RpcCall[] = [];
  while (reader.remaining > 0) calls.push(readCall(reader));
  return calls;
}

function readCall(reader: ByteReader): RpcCall {
  const name = readName(reader);
  reader.uint16();
  const parameters: Parameter[] = [];
  while (reader.remaining > 0) {
    const next = reader.peek();
    if (next === NEXT_CALL || next === NEXT_CALL_WITHOUT_EXECUTION) {
      reader.uint8();
      if (next === NEXT_CALL_WITHOUT_EXECUTION) throw outsideSubset('RPC without execution');
      break;
    }
    const parameter = readParameter(reader);
    if (parameter !== undefined) parameters.push(parameter);
  }
  return { name, parameters };
}

function readName(reader: ByteReader): string {
  const characters = reader.uint16();
  if (characters !== NUMBER_FOLLOWS) return reader.ucs2(characters);
  const number = reader.uint16();
  const name = BY_NUMBER[number - 1];
  if (name === undefined) throw outsideSubset(`The system procedure number ${number}`);
  return name;
}

/** Undefined for a parameter that is left to the procedure's default. */
function readParameter(reader: ByteReader): Parameter | undefined {
  const name = reader.shortText();
  const flags = reader.uint8();
  if ((flags & PARAMETER.encrypted) !== 0) throw outsideSubset('An encrypted parameter');
  const wire = readWireType(reader, 'parameter');
  const value = wire.read(reader);
  if ((flags & PARAMETER.default) !== 0) {
    if (name === '') throw outsideSubset('DEFAULT for a parameter that is passed by position');
    return undefined;
  }
  const output = (flags & PARAMETER.output) !== 0;
  return { name, type: wire.type, value, ...(output ? { output } : {}) };
}
