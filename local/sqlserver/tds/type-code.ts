/** Data types on the wire, MS-TDS 2.2.5.4. */
export const TYPE = {
  null: 0x1f,
  tinyint: 0x30,
  bit: 0x32,
  smallint: 0x34,
  int: 0x38,
  smalldatetime: 0x3a,
  real: 0x3b,
  money: 0x3c,
  datetime: 0x3d,
  float: 0x3e,
  smallmoney: 0x7a,
  bigint: 0x7f,
  guid: 0x24,
  intN: 0x26,
  date: 0x28,
  time: 0x29,
  datetime2: 0x2a,
  datetimeoffset: 0x2b,
  bitN: 0x68,
  decimalN: 0x6a,
  numericN: 0x6c,
  floatN: 0x6d,
  moneyN: 0x6e,
  datetimeN: 0x6f,
  varbinary: 0xa5,
  varchar: 0xa7,
  binary: 0xad,
  char: 0xaf,
  nvarchar: 0xe7,
  nchar: 0xef,
  image: 0x22,
  text: 0x23,
  ntext: 0x63,
  variant: 0x62,
  udt: 0xf0,
  xml: 0xf1,
  table: 0xf3,
} as const;

/** In place of a length: a max type, its values partly length-prefixed. */
export const MAX_LENGTH = 0xffff;

/** SQL_Latin1_General_CP1_CI_AS: language 0x0409, flags 0x00D0, sort order 52. */
export const COLLATION = Uint8Array.of(0x09, 0x04, 0xd0, 0x00, 0x34);

/** Bytes of a time of that scale; a date adds three, an offset two. */
export function timeBytes(scale: number): number {
  if (scale <= 2) return 3;
  return scale <= 4 ? 4 : 5;
}

/** Bytes of a decimal of that precision, its sign included. */
export function decimalBytes(precision: number): number {
  if (precision <= 9) return 5;
  if (precision <= 19) return 9;
  return precision <= 28 ? 13 : 17;
}
