import { HEADER_BYTES, PACKET, PACKET_BYTES_MAX, ProtocolError, type Packet } from './packet';

const FROM_CLIENT = new Set<number>([
  PACKET.sqlBatch,
  PACKET.rpc,
  PACKET.attention,
  PACKET.bulkLoad,
  PACKET.transactionManager,
  PACKET.login7,
  PACKET.preLogin,
]);

/** Cuts a byte stream into packets, whatever the chunks in which it arrives. */
export class PacketReader {
  /** A longer packet ends the connection. */
  packetBytesMax = PACKET_BYTES_MAX;
  private pending: Buffer = Buffer.alloc(0);
  private readonly onPacket: (packet: Packet) => void;

  constructor(onPacket: (packet: Packet) => void) {
    this.onPacket = onPacket;
  }

  /** False while the rest of a packet is awaited. */
  get isBetweenPackets(): boolean {
    return this.pending.length === 0;
  }

  /** Throws `ProtocolError` on anything but packets of a client. */
  push(chunk: Buffer): void {
    const bytes = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    let position = 0;
    while (position < bytes.length) {
      const length = this.packetLength(bytes, position);
      if (length === undefined || position + length > bytes.length) break;
      this.onPacket({
        type: bytes.readUInt8(position),
        status: bytes.readUInt8(position + 1),
        body: bytes.subarray(position + HEADER_BYTES, position + length),
      });
      position += length;
    }
    this.pending = bytes.subarray(position);
  }

  private packetLength(bytes: Buffer, position: number): number | undefined {
    const type = bytes.readUInt8(position);
    if (!FROM_CLIENT.has(type)) {
      throw new ProtocolError(
        `Expected a TDS packet of a client, got type 0x${type.toString(16)}.`,
      );
    }
    if (bytes.length - position < 4) return undefined;
    const length = bytes.readUInt16BE(position + 2);
    if (length < HEADER_BYTES || length > this.packetBytesMax) {
      throw new ProtocolError(
        `Expected a packet of ${HEADER_BYTES} to ${this.packetBytesMax} bytes, got ${length}.`,
      );
    }
    return length;
  }
}
