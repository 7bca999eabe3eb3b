import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';

/** Two ends of a connection that never leaves the process; what one writes the other reads. */
export function memorySocketPair(): { client: Socket; server: Duplex } {
  const client = new MemoryEnd();
  const server = new MemoryEnd();
  client.peer = server;
  server.peer = client;
  return { client: client as unknown as Socket, server };
}

class MemoryEnd extends Duplex {
  peer: MemoryEnd | undefined;
  private resumeWriter: (() => void) | undefined;

  constructor() {
    super({ allowHalfOpen: false });
  }

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  override _read(): void {
    const resume = this.resumeWriter;
    this.resumeWriter = undefined;
    resume?.();
  }

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    const peer = this.peer;
    if (peer === undefined || peer.destroyed) callback();
    else if (peer.push(Buffer.from(chunk))) setImmediate(callback);
    else peer.resumeWriter = callback;
  }

  override _final(callback: () => void): void {
    this.peer?.push(null);
    callback();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    const peer = this.peer;
    this.peer = undefined;
    if (peer !== undefined && !peer.destroyed) setImmediate(() => peer.destroy());
    callback(error);
  }
}
