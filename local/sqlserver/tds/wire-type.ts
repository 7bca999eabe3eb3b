import { outsideSubset } from '../outside-subset';
import type { ByteReader } from './byte-reader';
import { ProtocolError } from './packet';
import { fixedType, nullableType, type WireType } from './scalar-wire-type';
import { stringType } from './string-wire-type';
import { temporalType } from './temporal-wire-type';
import { TYPE } from './type-code';

/** Types that SQL Server takes and the stand-in has no values for. */
const REFUSED: Readonly<Record<number, string>> = {
  [TYPE.variant]: 'A SQL_VARIANT parameter',
  [TYPE.udt]: 'A parameter of a CLR type (UDT)',
  [TYPE.xml]: 'An XML parameter',
  [TYPE.table]: 'A table-valued parameter',
};

/**
 * Reads a TYPE_INFO of the client. Text, ntext and image become the max types that replaced them; in
 * the rows of a bulk load (`column`) they carry a text pointer, as parameters they do not.
 */
export function readWireType(reader: ByteReader, place: 'parameter' | 'column'): WireType {
  const code = reader.uint8();
  const refused = REFUSED[code];
  if (refused !== undefined) throw outsideSubset(refused);
  const found =
    fixedType(code) ??
    nullableType(code, reader) ??
    temporalType(code, reader) ??
    stringType(code, reader, place);
  if (found !== undefined) return found;
  throw new ProtocolError(`Data type 0x${code.toString(16)} is unknown.`);
}
