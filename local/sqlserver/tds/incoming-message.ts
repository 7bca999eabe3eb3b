import { PACKET, ProtocolError } from './packet';

/**
 * SQL Server's own limit on a request is 65,536 packets
 * (https://learn.microsoft.com/sql/sql-server/maximum-capacity-specifications-for-sql-server).
 */
const WHOLE_PACKETS_MAX = 65_536;

/** One message of the client. Its body may still be arriving while it is read. */
export class IncomingMessage {
  readonly type: number;
  /** Status bits of the first packet: where the reset bits stand. */
  readonly status: number;
  /** True once the client has ended the message with the ignore bit: nothing of it may take effect. */
  ignored = false;
  /** Bytes that have arrived and are not read yet. */
  unreadBytes = 0;
  private chunks: Buffer[] = [];
  private state: 'open' | 'complete' | 'cut' = 'open';
  private wake: (() => void) | undefined;
  private readonly cancel: AbortController;
  private readonly flow: { resume(): void };

  constructor(
    start: { type: number; status: number },
    { cancel, flow }: { cancel: AbortController; flow: { resume(): void } },
  ) {
    this.type = start.type;
    this.status = start.status;
    this.cancel = cancel;
    this.flow = flow;
  }

  /** Aborted by an attention of the client, or by the end of the connection. */
  get signal(): AbortSignal {
    return this.cancel.signal;
  }

  get isComplete(): boolean {
    return this.state !== 'open';
  }

  add(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.chunks.push(chunk);
    this.unreadBytes += chunk.length;
    this.wake?.();
  }

  /** After the last packet. */
  complete(ignored: boolean): void {
    this.ignored = ignored;
    this.state = 'complete';
    this.wake?.();
  }

  abort(): void {
    this.cancel.abort();
  }

  /** The connection is gone, with or without the rest of the message. */
  cut(): void {
    if (this.state === 'open') this.state = 'cut';
    this.cancel.abort();
    this.wake?.();
  }

  /** What has arrived since the last read, waiting for something; undefined after the last byte. */
  async read(): Promise<Buffer | undefined> {
    while (this.chunks.length === 0 && this.state === 'open') {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    if (this.chunks.length === 0) {
      if (this.state === 'cut') throw new ProtocolError('The connection ended inside a message.');
      return undefined;
    }
    const read = this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks);
    this.chunks = [];
    this.unreadBytes = 0;
    this.flow.resume();
    return read;
  }

  async readWhole(packetBytes: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let total = 0;
    for (let part = await this.read(); part !== undefined; part = await this.read()) {
      parts.push(part);
      total += part.length;
      if (total > WHOLE_PACKETS_MAX * packetBytes) {
        throw new ProtocolError(`Expected a request of at most ${WHOLE_PACKETS_MAX} packets.`);
      }
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  /** Reads to the end and forgets it. */
  async skip(): Promise<void> {
    while ((await this.read()) !== undefined);
  }
}

/** An attention stands in the queue like a message, so that its answer follows that of the request. */
export function isAttention({ type }: { type: number }): boolean {
  return type === PACKET.attention;
}
