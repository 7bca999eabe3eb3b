/** A source position: commit LSN and, inside the transaction, the sequence value. Hex, 20 digits each. */
export interface SourcePosition {
  lsn: string;
  seqval: string;
}

/** One change of a replicated table as a change source reads it; values as `selectAsText` gives them. */
export interface SourceChange {
  operation: 'insert' | 'update' | 'delete';
  schema: string;
  table: string;
  /** The new row; the old one for a delete. */
  row: Readonly<Record<string, string | null>>;
  /** The row before an update. */
  before?: Readonly<Record<string, string | null>>;
  position: SourcePosition;
  commitTimeMs: number;
  transactionId: string;
}

/** Where a DMS task reads changes: the stand-in's log, or the capture instances of a real server. */
export interface ChangeSource {
  /** The position after which everything not yet committed will appear; taken before a full load. */
  currentLsn(): Promise<string>;
  /**
   * Committed changes after the position, in commit order and in batches; a transaction may reach over
   * several. Ends when it has caught up. Throws `LogTruncatedError` when the position is no longer in the source.
   */
  changesAfter(lsn: string): AsyncIterable<SourceChange[]>;
  /** Has the source forget what it may, as its own upkeep does; absent where that is not ours to do. */
  truncate?(): Promise<void>;
}

/** Before every change. */
export const FIRST_LSN = '0'.repeat(20);

/** Changes of that range are in no record and never will be: only a reload brings their rows. */
export class LogTruncatedError extends Error {
  constructor(position: string, oldest: string) {
    super(
      `Failed to access LSN ${position}: the source's log was truncated before it was read. ` +
        `Changes behind ${position} and before ${oldest} are lost. Load the tables again: tributary dms reload.`,
    );
    this.name = 'LogTruncatedError';
  }
}
