import { Duplex } from 'node:stream';
import { TLSSocket, type SecureContext } from 'node:tls';
import { framePackets } from './frame-packets';
import { PACKET, PACKET_BYTES_DEFAULT } from './packet';
import { PacketReader } from './packet-reader';

/**
 * TLS as TDS 7 does it: the handshake travels inside PRELOGIN packets, everything after it bare. The
 * switch is the first byte from the client that begins no PRELOGIN packet. Returns the clear side.
 */
export function tlsTunnel(
  raw: Duplex,
  secureContext: SecureContext,
  firstFlight?: Buffer,
): TLSSocket {
  const wrapped = new HandshakeStream(raw);
  if (firstFlight !== undefined) wrapped.push(firstFlight);
  const clear = new TLSSocket(wrapped, { isServer: true, secureContext });
  clear.on('close', () => raw.destroy());
  return clear;
}

class HandshakeStream extends Duplex {
  private readonly raw: Duplex;
  private readonly packets = new PacketReader((packet) => this.push(packet.body));
  private bare = false;

  constructor(raw: Duplex) {
    super();
    this.raw = raw;
    raw.on('data', (chunk: Buffer) => this.receive(chunk));
    raw.on('end', () => this.push(null));
    raw.on('close', () => this.destroy());
  }

  override _read(): void {
    this.raw.resume();
  }

  override _write(
    chunk: Buffer,
    _encoding: string,
    callback: (error?: Error | null) => void,
  ): void {
    this.send(chunk, callback);
  }

  /** The server's flight comes in pieces; clients want it in one PRELOGIN message. */
  override _writev(chunks: { chunk: Buffer }[], callback: (error?: Error | null) => void): void {
    this.send(Buffer.concat(chunks.map(({ chunk }) => chunk)), callback);
  }

  override _final(callback: () => void): void {
    this.raw.end(callback);
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.raw.destroy();
    callback(error);
  }

  private receive(chunk: Buffer): void {
    this.bare ||= this.packets.isBetweenPackets && chunk[0] !== PACKET.preLogin;
    try {
      if (!this.bare) this.packets.push(chunk);
      else if (!this.push(chunk)) this.raw.pause();
    } catch {
      this.destroy();
    }
  }

  private send(bytes: Buffer, callback: (error?: Error | null) => void): void {
    const framing = { packetBytes: PACKET_BYTES_DEFAULT, firstPacketId: 1, last: true };
    const framed = this.bare ? bytes : framePackets(bytes, { type: PACKET.preLogin, ...framing });
    this.raw.write(framed, () => callback());
  }
}
