import { chance } from '../../../../local/chance';
import { systemClock } from '../../../../local/clock';
import { catalogueExtension } from '../../../../local/sqlserver/catalogue/catalogue-extension';
import { cdcExtension } from '../../../../local/sqlserver/cdc/cdc-extension';
import type { EngineCore } from '../../../../local/sqlserver/engine/engine-core';
import type { EngineSession } from '../../../../local/sqlserver/engine/engine-session';
import { Procedures } from '../../../../local/sqlserver/engine/procedures';
import { ScalarFunctions } from '../../../../local/sqlserver/engine/scalar-functions';
import { TableFunctions } from '../../../../local/sqlserver/engine/table-functions';
import { VirtualTables } from '../../../../local/sqlserver/engine/virtual-table';
import type { ColumnDescription, ResultSink } from '../../../../local/sqlserver/session';
import type { Database } from '../../../../local/sqlserver/storage/database';
import type { Row } from '../../../../local/sqlserver/storage/row-store';
import { openStore } from '../../../../local/sqlserver/storage/open-store';
import type { Transaction } from '../../../../local/sqlserver/storage/transaction';
import type { SqlValue } from '../../../../local/sqlserver/types/sql-type';
import { memoryStorage } from '../../../../local/storage/memory-storage';

type Selection = [schema: string, name: string, values?: SqlValue[], home?: Database];

/** The real store with CDC and the catalogue on it, without T-SQL: one database `app`, one table `dbo.t (id int, v varchar(10))`. */
export async function captureServer(options: { kind?: 'rds' | 'sqlserver'; owner?: boolean } = {}) {
  const clock = systemClock();
  const store = await openStore(memoryStorage().log('sqlserver'), clock);
  await store.transact((transaction) => {
    transaction.define({ kind: 'create database', name: 'msdb', id: 4, createdMs: 0 });
    transaction.define({ kind: 'create database', name: 'app', id: 5, createdMs: 0 });
  });
  const database = store.database('app');
  await store.transact((transaction) => {
    const definition = {
      objectId: database.nextObjectId(),
      schema: 'dbo',
      name: 't',
      columns: [
        { name: 'id', id: 1, type: { name: 'int' as const }, nullable: false },
        { name: 'v', id: 2, type: { name: 'varchar' as const, length: 10 }, nullable: true },
      ],
      keys: [{ name: 'pk_t', kind: 'primary key' as const, clustered: true, columns: ['id'] }],
      createdMs: 0,
      isSystem: false,
    };
    transaction.define({ kind: 'create table', database: 'app', definition });
  });
  const table = database.table('dbo', 't')!;
  const engine: EngineCore = {
    store,
    clock,
    chance: chance('cdc'),
    kind: options.kind ?? 'sqlserver',
    edition: 'Developer Edition (64-bit)',
    serverName: 'test',
    administrator: 'sa',
    sessions: new Set(),
    procedures: new Procedures(),
    virtualTables: new VirtualTables(),
    tableFunctions: new TableFunctions(),
    scalarFunctions: new ScalarFunctions(),
  };
  await catalogueExtension().register(engine);
  const cdc = cdcExtension();
  await cdc.register(engine);
  const jobs = (await cdc.start?.(engine))!;
  const isOwner = options.owner ?? true;
  const session = {
    engine,
    spid: 51,
    login: isOwner ? 'sa' : 'nobody',
    currentDatabase: database,
    transactionCount: 0,
    isAdministrator: isOwner,
    isDatabaseOwner: () => isOwner,
    lock: async () => Promise.resolve(),
    write: <T>(work: (transaction: Transaction) => T | Promise<T>) => store.transact(work),
  } as unknown as EngineSession;

  const run = async (name: string, given: Record<string, SqlValue> = {}) => {
    const [home, schema, procedureName] = name.split('.') as [string, string, string];
    const procedure = engine.procedures.find(home, schema, procedureName);
    if (!procedure) throw new Error(`No procedure ${name}`);
    const rows: Row[] = [];
    let columns: ColumnDescription[] = [];
    const sink = {
      columns: (described: ColumnDescription[]) => (columns = described),
      row: (row: Row) => rows.push(row),
      done: () => undefined,
      info: () => undefined,
    } as unknown as ResultSink;
    await procedure.run({
      session,
      database: home === 'msdb' ? store.database('msdb') : database,
      argument: (parameter) =>
        given[parameter] ??
        procedure.parameters.find((known) => known.name === parameter)?.default ??
        null,
      isGiven: (parameter) => parameter in given,
      setOutput: () => undefined,
      sink,
      signal: new AbortController().signal,
    });
    return rows.map((row) =>
      Object.fromEntries(columns.map(({ name: column }, at) => [column, row[at] ?? null])),
    );
  };

  const scalar = (name: string, ...values: SqlValue[]): SqlValue => {
    const bound = engine.scalarFunctions
      .find('sys', name)!
      .bind(values.map(() => ({ type: { name: 'int' }, isNull: false })));
    const statement = { nowMs: 0, cache: new Map() };
    return bound.evaluate(values, { session, variables: new Map(), row: [], statement });
  };

  const select = (...[schema, name, values = [], home = database]: Selection) => {
    const source =
      engine.tableFunctions.find(home, schema, name) ??
      engine.virtualTables.find(home, schema, name);
    if (!source) throw new Error(`No ${schema}.${name}`);
    const rows =
      'parameters' in source
        ? source.rows(values, { session, database: home })
        : source.rows({ session, database: home });
    return [...rows].map((row) =>
      Object.fromEntries(source.columns.map(({ name: column }, at) => [column, row[at] ?? null])),
    );
  };

  /** CDC on for the database and `dbo.t`, the capture job stopped: changes are captured by `scan()`. */
  const capture = async (more: Record<string, SqlValue> = {}) => {
    await run('app.sys.sp_cdc_enable_db');
    await run('app.sys.sp_cdc_enable_table', {
      '@source_schema': 'dbo',
      '@source_name': 't',
      ...more,
    });
    await run('app.sys.sp_cdc_stop_job');
  };
  const scan = () => run('app.sys.sp_cdc_scan');
  const insert = (...rows: [number, string | null][]) =>
    store.transact((transaction) => rows.map((row) => transaction.insert(table, row)));
  const update = (id: number, after: [number, string | null]) =>
    store.transact((transaction) => transaction.update(table, [{ id, after }]));
  const remove = (id: number) => store.transact((transaction) => transaction.delete(table, id));
  const window = () => [scalar('fn_cdc_get_min_lsn', 'dbo_t'), scalar('fn_cdc_get_max_lsn')];
  const all = (option = 'all') =>
    select('cdc', 'fn_cdc_get_all_changes_dbo_t', [...window(), option]);
  const net = (option = 'all') =>
    select('cdc', 'fn_cdc_get_net_changes_dbo_t', [...window(), option]);
  return {
    engine,
    store,
    database,
    table,
    jobs,
    run,
    scalar,
    select,
    capture,
    scan,
    insert,
    update,
    remove,
    all,
    net,
  };
}
