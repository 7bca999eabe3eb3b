import { captureServer } from '../cdc/capture-server';

type Server = Awaited<ReturnType<typeof captureServer>>;

let server: Server;

beforeEach(async () => {
  server = await captureServer();
});

afterEach(() => server.jobs.stop());

describe('catalogue views', () => {
  it('describe columns as sys.columns does', () => {
    expect(server.select('sys', 'columns')).toMatchObject([
      {
        name: 'id',
        column_id: 1,
        system_type_id: 56,
        max_length: 4,
        precision: 10,
        is_nullable: 0,
      },
      {
        name: 'v',
        column_id: 2,
        system_type_id: 167,
        max_length: 10,
        precision: 0,
        is_nullable: 1,
      },
    ]);
  });

  it('describe columns as INFORMATION_SCHEMA.COLUMNS does', () => {
    expect(server.select('INFORMATION_SCHEMA', 'COLUMNS')).toMatchObject([
      {
        COLUMN_NAME: 'id',
        DATA_TYPE: 'int',
        NUMERIC_PRECISION: 10,
        NUMERIC_SCALE: 0,
        IS_NULLABLE: 'NO',
      },
      { COLUMN_NAME: 'v', DATA_TYPE: 'varchar', CHARACTER_MAXIMUM_LENGTH: 10, IS_NULLABLE: 'YES' },
    ]);
  });

  it('show the primary key as index, constraint and object', () => {
    expect(server.select('sys', 'indexes')).toMatchObject([
      { name: 'pk_t', index_id: 1, type_desc: 'CLUSTERED', is_primary_key: 1 },
    ]);
    expect(server.select('sys', 'key_constraints')).toMatchObject([{ name: 'pk_t', type: 'PK' }]);
    expect(server.select('INFORMATION_SCHEMA', 'KEY_COLUMN_USAGE')).toMatchObject([
      { CONSTRAINT_NAME: 'pk_t', COLUMN_NAME: 'id', ORDINAL_POSITION: 1 },
    ]);
  });

  it('list what stands in a database', () => {
    expect(server.select('sys', 'schemas').map(({ name }) => name)).toEqual([
      'dbo',
      'guest',
      'INFORMATION_SCHEMA',
      'sys',
    ]);
    expect(server.select('INFORMATION_SCHEMA', 'TABLES')).toMatchObject([
      { TABLE_CATALOG: 'app', TABLE_SCHEMA: 'dbo', TABLE_NAME: 't', TABLE_TYPE: 'BASE TABLE' },
    ]);
    expect(server.select('sys', 'database_principals').map(({ name }) => name)).toContain(
      'db_owner',
    );
  });

  it('have one value per column', () => {
    for (const view of server.engine.virtualTables.all) {
      const scope = { session: { engine: server.engine } as never, database: server.database };
      for (const row of view.rows(scope)) expect(row).toHaveLength(view.columns.length);
    }
  });

  it('keep msdb.dbo.cdc_jobs in msdb', async () => {
    await server.capture();

    expect(server.select('dbo', 'cdc_jobs', [], server.store.database('msdb'))).toHaveLength(2);
    expect(() => server.select('dbo', 'cdc_jobs')).toThrow('No dbo.cdc_jobs');
  });

  it('list columns and keys for SQL clients', async () => {
    expect(await server.run('app.sys.sp_columns', { '@table_name': 't' })).toMatchObject([
      { COLUMN_NAME: 'id', TYPE_NAME: 'int', NULLABLE: 0 },
      { COLUMN_NAME: 'v', TYPE_NAME: 'varchar', LENGTH: 10 },
    ]);
    expect(await server.run('app.sys.sp_pkeys', { '@table_name': 't' })).toMatchObject([
      { PK_NAME: 'pk_t' },
    ]);
  });
});
