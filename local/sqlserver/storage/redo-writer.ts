import type { Log } from '../../storage/storage';
import type { RedoEntry } from './redo-encoding';

interface Pending {
  line: string;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Appends redo entries; those that arrive while a write is under way share the next one. */
export class RedoWriter {
  private readonly log: Log;
  private pending: Pending[] = [];
  private writing: Promise<void> | undefined;
  private fold: (() => Promise<void>) | undefined;
  private operations = 0;

  constructor(log: Log) {
    this.log = log;
  }

  /**
   * `fold` shortens the log while nothing is appended, and tells how many operations it went through. It is called
   * after the next append, and again after as many, so that its work stays in proportion.
   */
  foldAfter(operations: number, fold: () => Promise<number>): void {
    let next = 0;
    this.fold = async () => {
      if (this.operations < next) return;
      this.operations = 0;
      next = Math.max(operations, await fold());
    };
  }

  /** Resolves once the entry is durable, in the order of the calls. */
  append(entry: RedoEntry): Promise<void> {
    const line = JSON.stringify(entry);
    this.operations += entry.operations.length;
    const written = new Promise<void>((resolve, reject) =>
      this.pending.push({ line, resolve, reject }),
    );
    this.writing ??= this.write();
    return written;
  }

  /** Resolves when nothing is pending. */
  async idle(): Promise<void> {
    while (this.writing !== undefined) await this.writing;
  }

  private async write(): Promise<void> {
    await Promise.resolve();
    while (this.pending.length > 0) {
      const group = this.pending;
      this.pending = [];
      try {
        await this.log.append(new TextEncoder().encode(group.map(({ line }) => line).join('\n')));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
      // What cannot be folded now (a full disk) is as good unfolded.
      await this.fold?.().catch(() => undefined);
    }
    // In the same turn in which nothing was pending: an entry that comes later starts a write of its own.
    this.writing = undefined;
  }
}
