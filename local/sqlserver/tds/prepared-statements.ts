import { SqlError } from '../sql-error';
import type { SqlValue } from '../types/sql-type';

export interface PreparedStatement {
  text: string;
  declarations: string;
}

/** The handles of one connection; a reset forgets them. */
export class PreparedStatements {
  private readonly byHandle = new Map<SqlValue, PreparedStatement>();
  private last = 0;

  add(statement: PreparedStatement): number {
    this.last += 1;
    this.byHandle.set(this.last, statement);
    return this.last;
  }

  /** Throws 8179 for a handle that was never given out or is forgotten. */
  find(handle: SqlValue): PreparedStatement {
    const found = this.byHandle.get(handle);
    if (found !== undefined) return found;
    const shown = typeof handle === 'number' ? handle : 0;
    throw new SqlError(8179, `Could not find prepared statement with handle ${shown}.`, {
      severity: 16,
      state: 2,
    });
  }

  forget(handle: SqlValue): void {
    this.find(handle);
    this.byHandle.delete(handle);
  }

  clear(): void {
    this.byHandle.clear();
  }
}
