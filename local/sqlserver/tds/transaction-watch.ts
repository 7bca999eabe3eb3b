import type { SqlSession } from '../session';
import type { ByteWriter } from './byte-writer';
import { writeTransactionChange } from './environment-change';

/** Tells the client, once each, that its outermost transaction has begun or ended. */
export class TransactionWatch {
  private readonly session: SqlSession;
  private told = false;
  private descriptor = 0n;

  constructor(session: SqlSession) {
    this.session = session;
  }

  get isOpen(): boolean {
    return this.session.inTransaction;
  }

  /** `ending` is what a transaction that is open no longer came to. */
  tell(writer: ByteWriter, ending: 'committed' | 'rolled back'): void {
    if (this.session.inTransaction === this.told) return;
    this.told = !this.told;
    if (this.told) this.descriptor += 1n;
    writeTransactionChange(writer, this.told ? 'begun' : ending, this.descriptor);
  }
}
