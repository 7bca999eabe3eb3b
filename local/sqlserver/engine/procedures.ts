import type { ResultSink } from '../session';
import type { Database } from '../storage/database';
import type { SqlType, SqlValue } from '../types/sql-type';
import type { EngineSession } from './engine-session';

export interface ProcedureParameter {
  /** With its `@`. */
  name: string;
  type: SqlType;
  /** Without one the caller must give it (error 201). */
  default?: SqlValue;
  output?: boolean;
}

export interface ProcedureCall {
  session: EngineSession;
  /** The database that the procedure was resolved in: `msdb` for `msdb.dbo.x`, else the session's. */
  database: Database;
  /** The value of a parameter, converted to its type, its default when it was not given. */
  argument(name: string): SqlValue;
  isGiven(name: string): boolean;
  setOutput(name: string, value: SqlValue): void;
  sink: ResultSink;
  signal: AbortSignal;
}

export interface SystemProcedure {
  /** Restricts the procedure to one database: `msdb`. */
  database?: string;
  /** `sys` procedures are also found without a schema and through `dbo`, in every database. */
  schema: string;
  name: string;
  parameters: ProcedureParameter[];
  /** Resolves to the return status. Throws `SqlError` to fail. */
  run(call: ProcedureCall): number | Promise<number>;
}

/** System procedures by database, schema and name. */
export class Procedures {
  private readonly byName = new Map<string, SystemProcedure>();

  register(...procedures: SystemProcedure[]): void {
    for (const procedure of procedures) {
      const { database = '', schema, name } = procedure;
      this.byName.set(key(database, schema, name), procedure);
    }
  }

  /** `schema` is empty when the name was given without one. */
  find(database: string, schema: string, name: string): SystemProcedure | undefined {
    const schemas = schema === '' ? ['dbo', 'sys'] : [schema];
    if (schema.toLowerCase() === 'dbo') schemas.push('sys');
    for (const candidate of schemas) {
      const found =
        this.byName.get(key(database, candidate, name)) ??
        this.byName.get(key('', candidate, name));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function key(database: string, schema: string, name: string): string {
  return `${database}.${schema}.${name}`.toLowerCase();
}
