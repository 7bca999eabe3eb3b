/** Packet types, header and status bits: MS-TDS 2.2.3.1, https://learn.microsoft.com/openspecs/windows_protocols/ms-tds/ */
export const PACKET = {
  sqlBatch: 0x01,
  rpc: 0x03,
  response: 0x04,
  attention: 0x06,
  bulkLoad: 0x07,
  transactionManager: 0x0e,
  login7: 0x10,
  preLogin: 0x12,
} as const;

export const STATUS = {
  endOfMessage: 0x01,
  /** With `endOfMessage`: the client gave the request up half-way. */
  ignore: 0x02,
  resetConnection: 0x08,
  resetConnectionKeepTransaction: 0x10,
} as const;

export const HEADER_BYTES = 8;
/** The size in force until LOGIN7 has negotiated another. */
export const PACKET_BYTES_DEFAULT = 4096;
export const PACKET_BYTES_MIN = 512;
export const PACKET_BYTES_MAX = 32_767;

export interface Packet {
  type: number;
  status: number;
  body: Buffer;
}

/** Bytes that are no TDS, or not at this place: the connection cannot go on. */
export class ProtocolError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProtocolError';
  }
}
