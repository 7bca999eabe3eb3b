import type { ColumnDescription } from '../session';
import { SqlError } from '../sql-error';
import type { SqlValue } from '../types/sql-type';
import { ByteReader, EndOfBytes } from './byte-reader';
import type { IncomingMessage } from './incoming-message';
import { ProtocolError } from './packet';
import type { WireType } from './scalar-wire-type';
import { TOKEN } from './tokens';
import { readWireType } from './wire-type';

const NULLABLE = 0x8001;

interface BulkColumn extends ColumnDescription {
  wire: WireType;
}

/** The rows of a bulk load, read while they arrive, so that a large load is never held whole. */
export class BulkRows {
  private readonly message: IncomingMessage;
  private readonly reader = new ByteReader();
  private columns: BulkColumn[] = [];

  constructor(message: IncomingMessage) {
    this.message = message;
  }

  /** Undefined when the client sent no rows and therefore no columns. */
  async describe(): Promise<ColumnDescription[] | undefined> {
    const columns = await this.whole(() => readColumns(this.reader));
    if (columns === undefined) return undefined;
    this.columns = columns;
    return columns.map(({ name, type, nullable }) => ({ name, type, nullable }));
  }

  /**
   * Rows that arrived together come together, so that a row costs no promise. Ends at DONE, or where the
   * message ends: freebcp sends none. Throws when the client gave up.
   */
  async *rows(): AsyncGenerator<SqlValue[][], void, undefined> {
    for (;;) {
      const row = await this.whole(() => readRow(this.reader, this.columns));
      if (row === undefined) return;
      yield [row, ...this.arrivedRows()];
    }
  }

  /** The whole rows among the bytes that are there. What ends them, or breaks them, is met again by `whole`. */
  private arrivedRows(): SqlValue[][] {
    const rows: SqlValue[][] = [];
    let start = this.reader.position;
    try {
      for (;;) {
        const row = readRow(this.reader, this.columns);
        if (row === undefined) break;
        rows.push(row);
        start = this.reader.position;
      }
    } catch {
      // Not here: the rows in front of it come first.
    }
    this.reader.position = start;
    return rows;
  }

  /** Reads again from the same place, with more bytes, as long as the bytes do not suffice. */
  private async whole<T>(read: () => T | undefined): Promise<T | undefined> {
    for (;;) {
      const start = this.reader.position;
      try {
        return read();
      } catch (error) {
        if (!(error instanceof EndOfBytes)) throw error;
        this.reader.position = start;
        const more = await this.more(error.bytesNeeded);
        if (!more) return undefined;
      }
    }
  }

  /** False at the end of the message, which must be a place between rows. */
  private async more(bytesNeeded: number): Promise<boolean> {
    for (let wanted = bytesNeeded; wanted > 0;) {
      const chunk = await this.message.read();
      if (this.message.ignored) throw new SqlError(3617, 'The client gave the bulk load up.');
      if (chunk === undefined) {
        if (this.reader.remaining === 0) return false;
        throw new ProtocolError('The bulk load ends inside a row.');
      }
      this.reader.append(chunk);
      wanted -= chunk.length;
    }
    return true;
  }
}

function readColumns(reader: ByteReader): BulkColumn[] | undefined {
  const token = reader.uint8();
  if (token === TOKEN.done) return undefined;
  if (token !== TOKEN.columnMetadata) {
    throw new ProtocolError(
      `Expected the columns of a bulk load, got token 0x${token.toString(16)}.`,
    );
  }
  return Array.from({ length: reader.uint16() }, () => {
    reader.uint32();
    const nullable = (reader.uint16() & NULLABLE) !== 0;
    const wire = readWireType(reader, 'column');
    return { name: reader.shortText(), type: wire.type, nullable, wire };
  });
}

function readRow(reader: ByteReader, columns: BulkColumn[]): SqlValue[] | undefined {
  const token = reader.uint8();
  if (token === TOKEN.row) return columns.map(({ wire }) => wire.read(reader));
  if (token === TOKEN.rowWithNullBitmap) {
    const nulls = reader.raw(Math.ceil(columns.length / 8));
    return columns.map(({ wire }, at) => {
      const isNull = ((nulls[at >> 3] ?? 0) & (1 << (at & 7))) !== 0;
      return isNull ? null : wire.read(reader);
    });
  }
  if (token === TOKEN.done) return undefined;
  throw new ProtocolError(`Expected a row of a bulk load, got token 0x${token.toString(16)}.`);
}
