import { captureInstanceSource } from '../../../../local/services/dms/capture-instance-source';
import {
  FIRST_LSN,
  type ChangeSource,
  type SourceChange,
} from '../../../../local/services/dms/change';
import {
  connectSource,
  readSourceTables,
  type SourceDatabase,
} from '../../../../local/services/dms/source-database';
import { hasStandinLog, standinLogSource } from '../../../../local/services/dms/standin-log-source';
import { PASSWORD, startStandIn } from '../../../support/stand-in';

let standIn: Awaited<ReturnType<typeof startStandIn>>;
let database: SourceDatabase;

const BATCHES = [
  'CREATE TABLE dbo.a (id INT NOT NULL PRIMARY KEY, amount DECIMAL(38,10), at DATETIME2(7), raw VARBINARY(8))',
  'CREATE TABLE dbo.b (id INT, name NVARCHAR(20))',
  'EXEC sys.sp_cdc_enable_db',
  "EXEC sys.sp_cdc_enable_table @source_schema = N'dbo', @source_name = N'a', @role_name = NULL, @supports_net_changes = 1",
  "EXEC sys.sp_cdc_enable_table @source_schema = N'dbo', @source_name = N'b', @role_name = NULL",
  "EXEC sys.sp_cdc_stop_job 'capture'",
  "INSERT INTO dbo.a VALUES (1, 1234567890123456789012345678.0123456789, '2026-01-02 03:04:05.1234567', 0x00FF)",
  "BEGIN TRAN; INSERT INTO dbo.b VALUES (1, N'ü'); UPDATE dbo.a SET amount = NULL WHERE id = 1; COMMIT",
  "BEGIN TRAN; INSERT INTO dbo.b VALUES (2, N'gone'); ROLLBACK",
  'DELETE FROM dbo.b WHERE id = 1',
  'EXEC sys.sp_cdc_scan',
];

beforeAll(async () => {
  standIn = await startStandIn();
  const address = { host: '127.0.0.1', port: standIn.port, user: 'sa', password: PASSWORD };
  const master = await connectSource({ ...address, database: 'master', encrypt: false });
  await master.query('CREATE DATABASE app');
  await master.close();
  database = await connectSource({ ...address, database: 'app', encrypt: false });
  for (const batch of BATCHES) await database.query(batch);
});

afterAll(async () => {
  await database.close();
  await standIn.close();
});

async function changes(source: ChangeSource, after = FIRST_LSN): Promise<SourceChange[]> {
  const found: SourceChange[] = [];
  for await (const batch of source.changesAfter(after)) found.push(...batch);
  return found;
}

const FIRST = {
  id: '1',
  amount: '1234567890123456789012345678.0123456789',
  at: '2026-01-02 03:04:05.1234567',
  raw: '0x00FF',
};

const sources: Record<string, () => Promise<ChangeSource>> = {
  "the stand-in's log": () => Promise.resolve(standinLogSource(database, () => true)),
  'the capture instances of any server': async () =>
    captureInstanceSource(database, await readSourceTables(database, () => true)),
};

describe.each(Object.entries(sources))('%s', (_, open) => {
  it('gives committed changes in commit order, values as exact text', async () => {
    const found = await changes(await open());

    expect(found.map(({ operation, table, row }) => [operation, table, row])).toEqual([
      ['insert', 'a', FIRST],
      ['insert', 'b', { id: '1', name: 'ü' }],
      ['update', 'a', { ...FIRST, amount: null }],
      ['delete', 'b', { id: '1', name: 'ü' }],
    ]);
  });

  it('gives the row before an update', async () => {
    const found = await changes(await open());

    expect(found[2]?.before).toEqual(FIRST);
  });

  it('gives changes of one transaction one LSN, and orders them by sequence value', async () => {
    const [, insert, update] = await changes(await open());

    expect(insert?.position.lsn).toBe(update?.position.lsn);
    expect(insert!.position.seqval < update!.position.seqval).toBe(true);
  });

  it('goes on after a position', async () => {
    const source = await open();
    const [first] = await changes(source);

    const rest = await changes(source, first!.position.lsn);

    expect(rest.map(({ operation }) => operation)).toEqual(['insert', 'update', 'delete']);
  });

  it('has nothing after the newest position', async () => {
    const source = await open();

    expect(await changes(source, await source.currentLsn())).toEqual([]);
  });
});

describe('hasStandinLog', () => {
  it('knows the stand-in', async () => {
    expect(await hasStandinLog(database)).toBe(true);
  });
});

describe('readSourceTables', () => {
  it('tells columns with their lengths in characters, and the primary key', async () => {
    const tables = await readSourceTables(database, (_, name) => name === 'a' || name === 'b');

    expect(tables.map(({ name, primaryKey }) => [name, primaryKey])).toEqual([
      ['a', ['id']],
      ['b', []],
    ]);
    expect(tables[1]?.columns[1]).toMatchObject({ name: 'name', type: 'nvarchar', length: 20 });
  });
});

/** Stands last: what it truncates is gone for the others. */
describe('a source that forgot changes before they were read', () => {
  it.each([
    ["the stand-in's log", 'EXEC sys.sp_standin_log_backup'],
    [
      'the capture instances of any server',
      "DECLARE @newest BINARY(10) = sys.fn_cdc_get_max_lsn(); EXEC sys.sp_cdc_cleanup_change_table @capture_instance = N'dbo_a', @low_water_mark = @newest",
    ],
  ])('names the range that is lost: %s', async (name, truncation) => {
    const source = await sources[name]!();
    const [first] = await changes(source);
    const position = first!.position.lsn;
    await database.query(truncation);

    await expect(changes(source, position)).rejects.toThrow(
      new RegExp(`Changes behind ${position} and before [0-9a-f]{20} are lost`),
    );
  });
});
