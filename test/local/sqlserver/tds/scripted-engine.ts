import type {
  ColumnDescription,
  Parameter,
  ResultSink,
  SqlEngine,
  SqlSession,
} from '../../../../local/sqlserver/session';
import { SqlError } from '../../../../local/sqlserver/sql-error';
import type { SqlValue } from '../../../../local/sqlserver/types/sql-type';

export interface Statement {
  text: string;
  parameters: Parameter[];
  sink: ResultSink;
  signal: AbortSignal;
  session: ScriptedSession;
}

/** What the engine does for a text; the values of output parameters, if any. */
export type Script = (statement: Statement) => Promise<Parameter[]> | Parameter[] | undefined;

export const PASSWORD = 'Corr3ct-horse';

/** An engine without SQL: it runs one function for each text, and remembers what it was asked. */
export class ScriptedEngine implements SqlEngine {
  readonly sessions: ScriptedSession[] = [];
  readonly scripts: Record<string, Script> = {};
  /** Fails every bulk load before its first row. */
  bulkError: SqlError | undefined;
  /** Called for each text without a script. */
  otherwise: Script = ({ sink }) => {
    sink.done();
    return undefined;
  };

  login(login: { user: string; password: string; database?: string }): SqlSession {
    if (login.password !== PASSWORD) {
      throw new SqlError(18456, `Login failed for user '${login.user}'.`, { severity: 14 });
    }
    const session = new ScriptedSession(this, login.database ?? 'master');
    this.sessions.push(session);
    return session;
  }

  get lastSession(): ScriptedSession {
    return this.sessions.at(-1)!;
  }

  /** Everything all sessions were asked, without tedious' own opening batch and without the pool's trial connection. */
  get log(): string[] {
    return this.sessions.flatMap(({ log }) => log).filter((entry) => entry !== 'close');
  }
}

export class ScriptedSession implements SqlSession {
  inTransaction = false;
  closed = false;
  readonly log: string[] = [];
  readonly bulkRows: SqlValue[][] = [];
  bulkColumns: ColumnDescription[] = [];
  readonly procedureCalls: { name: string; parameters: Parameter[] }[] = [];
  readonly executed: { text: string; declarations: string; parameters: Parameter[] }[] = [];
  database: string;
  private readonly engine: ScriptedEngine;
  private readonly homeDatabase: string;

  constructor(engine: ScriptedEngine, database: string) {
    this.engine = engine;
    this.database = database;
    this.homeDatabase = database;
  }

  async batch(text: string, sink: ResultSink, signal: AbortSignal): Promise<void> {
    if (!/^\s*set ansi_nulls/.test(text)) this.log.push(text);
    await this.run({ text, parameters: [], sink, signal, session: this });
  }

  async executeSql(
    request: { text: string; declarations: string; parameters: Parameter[] },
    sink: ResultSink,
    signal: AbortSignal,
  ): Promise<Parameter[]> {
    this.executed.push(request);
    return (await this.run({ ...request, sink, signal, session: this })) ?? [];
  }

  async procedure(
    request: { name: string; parameters: Parameter[] },
    sink: ResultSink,
    signal: AbortSignal,
  ): Promise<{ returnStatus: number; output: Parameter[] }> {
    this.procedureCalls.push(request);
    const { name: text, parameters } = request;
    const output = await this.run({ text, parameters, sink, signal, session: this });
    return { returnStatus: 7, output: output ?? [] };
  }

  begin(): void {
    this.log.push('begin');
    this.inTransaction = true;
  }

  commit(name?: string): Promise<void> {
    this.log.push(`commit ${name ?? ''}`.trim());
    this.inTransaction = false;
    return Promise.resolve();
  }

  rollback(name?: string): void {
    this.log.push(`rollback ${name ?? ''}`.trim());
    if (name === undefined) this.inTransaction = false;
  }

  async bulkInsert(request: {
    statement: string;
    columns: ColumnDescription[];
    rows: AsyncIterable<SqlValue[][]>;
  }): Promise<number> {
    if (this.engine.bulkError !== undefined) throw this.engine.bulkError;
    this.log.push(request.statement);
    this.bulkColumns = request.columns;
    const rows: SqlValue[][] = [];
    for await (const arrived of request.rows) rows.push(...arrived);
    this.bulkRows.push(...rows);
    return rows.length;
  }

  reset(): void {
    this.log.push('reset');
    this.inTransaction = false;
    this.database = this.homeDatabase;
  }

  close(): void {
    this.log.push('close');
    this.closed = true;
  }

  private async run(statement: Statement): Promise<Parameter[] | undefined> {
    const script = this.engine.scripts[statement.text] ?? this.engine.otherwise;
    return script(statement);
  }
}
