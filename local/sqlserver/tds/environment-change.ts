import type { ByteWriter } from './byte-writer';
import { TOKEN, withLength } from './tokens';
import { COLLATION } from './type-code';

const CHANGE = { database: 1, language: 2, packetBytes: 4, collation: 7, reset: 18 };
/** Kinds of ENVCHANGE that carry a transaction's descriptor. */
const TRANSACTION = { begun: 8, committed: 9, 'rolled back': 10 };

export function writeTextChange(
  writer: ByteWriter,
  kind: 'database' | 'language' | 'packetBytes',
  change: { from: string; to: string },
): void {
  environmentChange(writer, CHANGE[kind], () => {
    writer.shortText(change.to);
    writer.shortText(change.from);
  });
}

export function writeCollationChange(writer: ByteWriter): void {
  environmentChange(writer, CHANGE.collation, () => {
    writer.uint8(COLLATION.length);
    writer.raw(COLLATION);
    writer.uint8(0);
  });
}

export function writeTransactionChange(
  writer: ByteWriter,
  change: keyof typeof TRANSACTION,
  descriptor: bigint,
): void {
  environmentChange(writer, TRANSACTION[change], () => {
    if (change !== 'begun') writer.uint8(0);
    writer.uint8(8);
    writer.int64(descriptor);
    if (change === 'begun') writer.uint8(0);
  });
}

/** Acknowledges the reset bit of the request. */
export function writeResetDone(writer: ByteWriter): void {
  environmentChange(writer, CHANGE.reset, () => writer.uint16(0));
}

function environmentChange(writer: ByteWriter, kind: number, write: () => void): void {
  writer.uint8(TOKEN.environmentChange);
  withLength(writer, () => {
    writer.uint8(kind);
    write();
  });
}
