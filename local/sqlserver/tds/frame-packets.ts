import { HEADER_BYTES, STATUS } from './packet';

export interface Framing {
  type: number;
  /** Header included. */
  packetBytes: number;
  firstPacketId: number;
  /** Whether the message ends with these bytes. */
  last: boolean;
}

/** Lays a message's bytes out in packets, all in one buffer. */
export function framePackets(body: Uint8Array, framing: Framing): Buffer {
  const room = framing.packetBytes - HEADER_BYTES;
  const count = Math.max(1, Math.ceil(body.length / room));
  const framed = Buffer.allocUnsafe(body.length + count * HEADER_BYTES);
  let at = 0;
  for (let packet = 0; packet < count; packet++) {
    const part = body.subarray(packet * room, (packet + 1) * room);
    const last = framing.last && packet === count - 1;
    framed[at] = framing.type;
    framed[at + 1] = last ? STATUS.endOfMessage : 0;
    framed.writeUInt16BE(part.length + HEADER_BYTES, at + 2);
    framed.writeUInt16BE(0, at + 4);
    framed[at + 6] = (framing.firstPacketId + packet) & 0xff;
    framed[at + 7] = 0;
    framed.set(part, at + HEADER_BYTES);
    at += part.length + HEADER_BYTES;
  }
  return framed;
}
