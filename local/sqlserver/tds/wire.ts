import type { Duplex } from 'node:stream';
import { ByteWriter } from './byte-writer';
import type { IncomingMessage } from './incoming-message';
import { MessageInbox } from './message-inbox';
import { MessageWriter } from './message-writer';
import { PACKET_BYTES_DEFAULT, ProtocolError } from './packet';
import { PacketReader } from './packet-reader';
import { tlsContext } from './tls-context';
import { tlsTunnel } from './tls-tunnel';

/** Messages over a byte stream, in the clear or in TLS. Never throws for what the client does. */
export class Wire {
  private stream: Duplex;
  private readonly inbox: MessageInbox;
  private readonly packets: PacketReader;
  private packetBytes = PACKET_BYTES_DEFAULT;
  private readonly tokens = new ByteWriter(PACKET_BYTES_DEFAULT);
  private broken: ProtocolError | undefined;

  constructor(stream: Duplex) {
    this.stream = stream;
    this.inbox = new MessageInbox({
      pause: () => this.stream.pause(),
      resume: () => this.stream.resume(),
    });
    this.packets = new PacketReader((packet) => this.inbox.accept(packet));
    this.listen(stream);
  }

  /** Bytes that were no TDS and so ended the connection. */
  get failure(): ProtocolError | undefined {
    return this.broken;
  }

  /** Undefined once the client has gone. */
  next(): Promise<IncomingMessage | undefined> {
    return this.inbox.next();
  }

  readWhole(message: IncomingMessage): Promise<Buffer> {
    return message.readWhole(this.packetBytes);
  }

  answer(): MessageWriter {
    return new MessageWriter(this.stream, this.packetBytes, this.tokens);
  }

  /** Holds for messages begun from now on, both ways. */
  usePacketBytes(packetBytes: number): void {
    this.packetBytes = packetBytes;
    this.packets.packetBytesMax = packetBytes;
  }

  /** From here on the client speaks TLS; `firstFlight` is what it has already sent of it. */
  secure(firstFlight?: Buffer): void {
    this.stream.off('data', this.receive).off('end', this.gone);
    this.stream = tlsTunnel(this.stream, tlsContext(), firstFlight);
    this.listen(this.stream);
  }

  /** Sends what is written, then closes. */
  async end(): Promise<void> {
    const { stream } = this;
    if (stream.destroyed) return;
    await new Promise<void>((resolve) => {
      stream.once('close', resolve);
      stream.end(() => stream.destroy());
    });
  }

  destroy(): void {
    this.inbox.end();
    this.stream.destroy();
  }

  private listen(stream: Duplex): void {
    stream.on('data', this.receive);
    stream.on('end', this.gone).on('close', this.gone).on('error', this.gone);
  }

  private readonly gone = (): void => this.inbox.end();

  private readonly receive = (chunk: Buffer): void => {
    try {
      this.packets.push(chunk);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.broken = error;
      this.destroy();
    }
  };
}
