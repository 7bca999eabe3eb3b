import type { Duplex } from 'node:stream';
import { ByteWriter } from './byte-writer';
import { framePackets } from './frame-packets';
import { HEADER_BYTES, PACKET } from './packet';

/** Whole packets are handed to the stream in portions of about this size. */
const PORTION_BYTES = 64 * 1024;

/** One message to the client: tokens go into `tokens`, packets leave when enough of them are full. */
export class MessageWriter {
  readonly tokens: ByteWriter;
  private readonly stream: Duplex;
  private readonly packetBytes: number;
  private packetId = 1;
  private draining: Promise<void> | undefined;

  /** `tokens` is used again for the next message, its bytes being copied as they are sent. */
  constructor(stream: Duplex, packetBytes: number, tokens = new ByteWriter(packetBytes)) {
    this.stream = stream;
    this.packetBytes = packetBytes;
    this.tokens = tokens;
    tokens.clear();
  }

  /** Called between tokens. The last byte always waits for `end`, which marks the last packet. */
  flushFull(): void {
    if (this.tokens.length < PORTION_BYTES) return;
    const room = this.packetBytes - HEADER_BYTES;
    const whole = Math.floor((this.tokens.length - 1) / room) * room;
    this.send(this.tokens.view(whole), false);
    this.tokens.drop(whole);
  }

  /** Undefined while the stream takes more; else settles once it does, or is gone. */
  drained(): Promise<void> | undefined {
    return this.draining;
  }

  end(): void {
    this.send(this.tokens.view(), true);
    this.tokens.clear();
  }

  private send(body: Uint8Array, last: boolean): void {
    if (this.stream.destroyed || this.stream.writableEnded) return;
    const framing = { type: PACKET.response, packetBytes: this.packetBytes, last };
    const framed = framePackets(body, { ...framing, firstPacketId: this.packetId });
    this.packetId += Math.ceil(body.length / (this.packetBytes - HEADER_BYTES));
    if (!this.stream.write(framed)) this.draining ??= this.drain();
  }

  private drain(): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        this.stream.off('drain', settle).off('close', settle);
        this.draining = undefined;
        resolve();
      };
      this.stream.on('drain', settle).on('close', settle);
    });
  }
}
