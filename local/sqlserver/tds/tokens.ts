import type { ColumnDescription, Parameter } from '../session';
import type { SqlError } from '../sql-error';
import type { ByteWriter } from './byte-writer';
import { PROGRAM_NAME, SERVER_NAME, SERVER_VERSION } from './server-identity';
import { writeTypeInfo } from './type-info-writer';
import { valueWriter } from './value-writer';

/** Tokens of a server's answer, MS-TDS 2.2.7. */
export const TOKEN = {
  returnStatus: 0x79,
  columnMetadata: 0x81,
  error: 0xaa,
  info: 0xab,
  returnValue: 0xac,
  loginAck: 0xad,
  row: 0xd1,
  rowWithNullBitmap: 0xd2,
  environmentChange: 0xe3,
  done: 0xfd,
  doneProcedure: 0xfe,
  doneInProcedure: 0xff,
} as const;

export const DONE = { more: 0x01, error: 0x02, inTransaction: 0x04, count: 0x10, attention: 0x20 };

/** Severities up to this one are messages, not errors. */
export const INFO_SEVERITY_MAX = 10;
const COLUMN = { nullable: 0x01, updatableUnknown: 0x08, identity: 0x10 };
const RETURNED_OUTPUT = 0x01;
const MESSAGE_CHARACTERS_MAX = 2047;

export interface DoneToken {
  token: number;
  status: number;
  /** MS-TDS CurCmd: 0xC1 SELECT, 0xC3 INSERT, 0 where the engine does not say. */
  command: number;
  rowCount: number;
}

export function writeDone(
  writer: ByteWriter,
  { token, status, command, rowCount }: DoneToken,
): void {
  writer.uint8(token);
  writer.uint16(status);
  writer.uint16(command);
  writer.int64(BigInt(rowCount));
}

/** ERROR, or INFO for severities that are no error. */
export function writeMessage(writer: ByteWriter, error: SqlError): void {
  writer.uint8(error.severity <= INFO_SEVERITY_MAX ? TOKEN.info : TOKEN.error);
  withLength(writer, () => {
    writer.uint32(error.number);
    writer.uint8(error.state);
    writer.uint8(error.severity);
    writer.longText(error.message.slice(0, MESSAGE_CHARACTERS_MAX));
    writer.shortText(SERVER_NAME);
    writer.shortText(error.procedure);
    writer.uint32(error.line);
  });
}

export function writeColumns(writer: ByteWriter, columns: ColumnDescription[]): void {
  writer.uint8(TOKEN.columnMetadata);
  writer.uint16(columns.length);
  for (const { name, type, nullable, identity } of columns) {
    writer.uint32(0);
    const flags = (nullable ? COLUMN.nullable : 0) | (identity === true ? COLUMN.identity : 0);
    writer.uint16(flags | COLUMN.updatableUnknown);
    writeTypeInfo(writer, type);
    writer.shortText(name);
  }
}

export function writeReturnStatus(writer: ByteWriter, status: number): void {
  writer.uint8(TOKEN.returnStatus);
  writer.uint32(status);
}

/** An output parameter's value; `ordinal` is its place among the parameters of the call. */
export function writeReturnValue(writer: ByteWriter, parameter: Parameter, ordinal: number): void {
  writer.uint8(TOKEN.returnValue);
  writer.uint16(ordinal);
  writer.shortText(parameter.name);
  writer.uint8(RETURNED_OUTPUT);
  writer.uint32(0);
  writer.uint16(COLUMN.nullable);
  writeTypeInfo(writer, parameter.type);
  valueWriter(parameter.type)(writer, parameter.value);
}

/** The version is that of the client's LOGIN7, in network order here. */
export function writeLoginAck(writer: ByteWriter, tdsVersion: number): void {
  writer.uint8(TOKEN.loginAck);
  withLength(writer, () => {
    writer.uint8(1);
    writer.uint16BigEndian(tdsVersion >>> 16);
    writer.uint16BigEndian(tdsVersion & 0xffff);
    writer.shortText(PROGRAM_NAME);
    writer.uint8(SERVER_VERSION.major);
    writer.uint8(SERVER_VERSION.minor);
    writer.uint16BigEndian(SERVER_VERSION.build);
  });
}

/** Writes a length of two bytes, then what it counts. */
export function withLength(writer: ByteWriter, write: () => void): void {
  const at = writer.length;
  writer.uint16(0);
  write();
  writer.patchUint16(at, writer.length - at - 2);
}
