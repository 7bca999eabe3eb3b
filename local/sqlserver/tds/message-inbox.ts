import { IncomingMessage, isAttention } from './incoming-message';
import { STATUS, ProtocolError, type Packet } from './packet';

/** Unread bytes above which the connection stops reading from its client. */
const UNREAD_BYTES_MAX = 1024 * 1024;

/**
 * The client's messages in order. An attention aborts, at once, every request before it that is not
 * answered yet, and then waits for its own turn.
 */
export class MessageInbox {
  private queue: IncomingMessage[] = [];
  private open: IncomingMessage | undefined;
  private current: IncomingMessage | undefined;
  private ended = false;
  private wake: (() => void) | undefined;
  /** Of all messages until an attention, which aborts whatever waits: one for each took a twentieth of its time. */
  private cancel = new AbortController();
  private readonly flow: { pause(): void; resume(): void };

  constructor(flow: { pause(): void; resume(): void }) {
    this.flow = flow;
  }

  accept(packet: Packet): void {
    const message = this.open ?? this.start(packet);
    if (message.type !== packet.type) {
      this.interrupt(message, packet);
      return;
    }
    message.add(packet.body);
    if ((packet.status & STATUS.endOfMessage) !== 0) this.finish(message, packet.status);
    else if (message.unreadBytes > UNREAD_BYTES_MAX) this.flow.pause();
  }

  /** The next message, as soon as its first packet is there; undefined once the client has gone. */
  async next(): Promise<IncomingMessage | undefined> {
    while (this.queue.length === 0 && !this.ended) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    this.current = this.ended ? undefined : this.queue.shift();
    return this.current;
  }

  /** The client has gone: whatever runs for it is aborted. */
  end(): void {
    this.ended = true;
    for (const message of this.unanswered()) message.cut();
    this.wake?.();
  }

  private start(packet: Packet): IncomingMessage {
    if (this.cancel.signal.aborted) this.cancel = new AbortController();
    const message = new IncomingMessage(packet, { cancel: this.cancel, flow: this.flow });
    this.open = message;
    if (isAttention(message)) for (const waiting of this.unanswered()) waiting.abort();
    this.queue.push(message);
    this.wake?.();
    return message;
  }

  private finish(message: IncomingMessage, status: number): void {
    this.open = undefined;
    message.complete((status & STATUS.ignore) !== 0);
  }

  /** An attention in the middle of a message gives that message up; anything else is an error. */
  private interrupt(message: IncomingMessage, packet: Packet): void {
    if (!isAttention(packet)) {
      throw new ProtocolError(
        `Expected the rest of a message of type ${message.type}, got type ${packet.type}.`,
      );
    }
    this.finish(message, STATUS.ignore);
    this.accept(packet);
  }

  private unanswered(): IncomingMessage[] {
    return this.current === undefined ? this.queue : [this.current, ...this.queue];
  }
}
