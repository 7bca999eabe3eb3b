import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { operation } from '../../../../local/endpoint/dispatch';
import { createAthena } from '../../../../local/services/athena/service';
import { workgroupResource } from '../../../../local/services/athena/workgroup-resource';
import { catalogDatabaseResource } from '../../../../local/services/glue/catalog-database-resource';
import { catalogTableResource } from '../../../../local/services/glue/catalog-table-resource';
import { createGlue } from '../../../../local/services/glue/service';
import { caller, start, testCloud } from '../laptop-services';

const ROWS = [
  { invoice_id: '1', row_json: '{"balance":"25.10","total":"12345678901234567890.0123456789"}' },
  { invoice_id: '2', row_json: '{"balance":null,"total":"0.0000000001"}' },
];
const lines = ROWS.map((row) => `${JSON.stringify(row)}\n`).join('');

const VIEW_SQL = `SELECT invoice_id, CAST(json_extract_scalar(row_json, '$.total') AS decimal(38,10)) AS total, year FROM invoices`;

type Files = Record<string, string | Buffer>;

const folder = mkdtempSync(join(tmpdir(), 'tributary-athena-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A bucket with just enough of S3 for a query; `onDisk` decides whether objects are files. */
async function setUp(files: Files, onDisk = true) {
  const { cloud } = testCloud();
  const written: Record<string, string> = {};
  const any = (run: (input: { Key: string; Body: Buffer; Prefix: string }) => object) =>
    operation({
      parse: (input) => input as { Key: string; Body: Buffer; Prefix: string },
      iamActions: () => [],
      resources: () => [],
      run,
    });
  cloud.dispatcher.register({
    name: 's3',
    operations: {
      ListObjectsV2: any(({ Prefix }) => ({
        Contents: Object.entries(files)
          .filter(([key]) => key.startsWith(Prefix))
          .map(([Key, body]) => ({ Key, Size: body.length })),
      })),
      GetObject: any(({ Key }) => ({ Body: Buffer.from(files[Key]!) })),
      PutObject: any(({ Key, Body }) => {
        written[Key] = Body.toString();
        return {};
      }),
    },
  });
  const locate = (_bucket: string, key: string) => {
    const path = join(folder, key.replaceAll('/', '_'));
    writeFileSync(path, files[key]!);
    return path;
  };
  const glue = createGlue(cloud);
  const athena = createAthena(cloud, glue, {
    objectLocation: onDisk ? locate : () => undefined,
  });
  await start(catalogDatabaseResource(glue), { name: 'lake' });
  await declareTables(glue);
  await start(workgroupResource(athena), {
    name: 'tributary',
    configuration: {
      enforce_workgroup_configuration: true,
      result_configuration: { output_location: 's3://lake/results/' },
    },
  });
  const call = caller(cloud, athena.service);
  return { call, written, query: (sql: string) => runQuery(call, sql) };
}

async function declareTables(glue: ReturnType<typeof createGlue>) {
  const database_name = 'lake';
  const string = (name: string) => ({ name, type: 'string' });
  await start(catalogTableResource(glue), {
    name: 'invoices',
    database_name,
    table_type: 'EXTERNAL_TABLE',
    parameters: {
      'projection.enabled': 'true',
      'projection.year.type': 'date',
      'projection.year.format': 'yyyy/MM/dd',
      'projection.year.range': '2026/01/01,NOW',
      'storage.location.template': 's3://lake/rows/${year}',
    },
    partition_keys: [string('year')],
    storage_descriptor: {
      location: 's3://lake/rows/',
      columns: [string('invoice_id'), string('row_json')],
      ser_de_info: { serialization_library: 'org.openx.data.jsonserde.JsonSerDe' },
    },
  });
  const definition = { originalSql: VIEW_SQL, catalog: 'awsdatacatalog', schema: 'lake' };
  await start(catalogTableResource(glue), {
    name: 'invoices_typed',
    database_name,
    table_type: 'VIRTUAL_VIEW',
    view_original_text: `/* Presto View: ${Buffer.from(JSON.stringify(definition)).toString('base64')} */`,
  });
}

async function runQuery(call: Awaited<ReturnType<typeof caller>>, QueryString: string) {
  const { QueryExecutionId } = await call('StartQueryExecution', {
    QueryString,
    WorkGroup: 'tributary',
    QueryExecutionContext: { Database: 'lake' },
  });
  for (;;) {
    const { QueryExecution } = (await call('GetQueryExecution', {
      QueryExecutionId,
    })) as unknown as {
      QueryExecution: { Status: { State: string; StateChangeReason?: string } };
    };
    const { State, StateChangeReason } = QueryExecution.Status;
    if (State === 'FAILED') throw new Error(StateChangeReason);
    if (State === 'SUCCEEDED') break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { ResultSet } = (await call('GetQueryResults', { QueryExecutionId })) as unknown as {
    ResultSet: { Rows: { Data: { VarCharValue?: string }[] }[] };
  };
  return ResultSet.Rows.map(({ Data }) => Data.map(({ VarCharValue }) => VarCharValue));
}

const PLAIN: Files = { 'rows/2026/11/20/a': lines };

describe('Athena', () => {
  it.each([
    ['plain files', PLAIN, true],
    ['gzip files', { 'rows/2026/11/20/a.gz': gzipSync(lines) }, true],
    ['objects that are no files', PLAIN, false],
    ['gzip objects that are no files', { 'rows/2026/11/20/a.gz': gzipSync(lines) }, false],
  ])('reads %s, the column names first', async (_what, files, onDisk) => {
    const { query } = await setUp(files, onDisk);

    expect(await query('SELECT invoice_id, year FROM invoices ORDER BY invoice_id')).toEqual([
      ['invoice_id', 'year'],
      ['1', '2026/11/20'],
      ['2', '2026/11/20'],
    ]);
  });

  it('keeps decimals exact through a view', async () => {
    const { query } = await setUp(PLAIN);

    const rows = await query('SELECT total FROM "lake"."invoices_typed" ORDER BY invoice_id');

    expect(rows.slice(1)).toEqual([['12345678901234567890.0123456789'], ['0.0000000001']]);
  });

  it('sees no object outside the projected range', async () => {
    const files = { 'rows/2025/12/31/a': lines, 'rows/2026/11/22/a': lines };
    const { query } = await setUp(files);

    expect(await query('SELECT count(*) AS n FROM invoices')).toEqual([['n'], ['0']]);
  });

  it('answers over a table without objects', async () => {
    const { query } = await setUp({});

    expect(await query('SELECT invoice_id FROM invoices')).toEqual([['invoice_id']]);
  });

  it('gives no value for null', async () => {
    const { query } = await setUp(PLAIN);
    const sql = `SELECT json_extract_scalar(row_json, '$.balance') AS balance FROM invoices ORDER BY invoice_id`;

    expect(await query(sql)).toEqual([['balance'], ['25.10'], [undefined]]);
  });

  it.each([
    [`from_iso8601_timestamp('2022-04-15T10:20:30.123Z')`, '2022-04-15 10:20:30.123 UTC'],
    [`date_parse('2022-04-15 10:20', '%Y-%m-%d %H:%i')`, '2022-04-15 10:20:00.000'],
    [`date_format(TIMESTAMP '2022-04-15 10:20:30', '%Y/%m/%d %H:%i')`, '2022/04/15 10:20'],
    [`element_at(ARRAY[3, 4], 2)`, '4'],
    [`TRY_CAST('x' AS integer)`, undefined],
    [`CAST(15 AS double)`, '15.0'],
    [`CAST(12345678 AS double)`, '1.2345678E7'],
    [`lpad('7', 3, '0')`, '007'],
    [`CAST('9223372036854775807' AS bigint)`, '9223372036854775807'],
  ])('evaluates %s', async (expression, expected) => {
    const { query } = await setUp({});

    expect(await query(`SELECT ${expression} AS x`)).toEqual([['x'], [expected]]);
  });

  it('writes the result as CSV to the output location', async () => {
    const { query, written } = await setUp(PLAIN);

    await query('SELECT invoice_id FROM invoices ORDER BY 1');

    expect(Object.values(written)).toEqual(['"invoice_id"\n"1"\n"2"\n']);
  });

  it('lists tables and views', async () => {
    const { query } = await setUp({});

    expect(await query('SHOW TABLES')).toEqual([['invoices'], ['invoices_typed']]);
    expect(await query('SHOW VIEWS IN lake')).toEqual([['invoices_typed']]);
  });

  it('fails a query over what does not exist, with the reason', async () => {
    const { query } = await setUp({});

    await expect(query('SELECT 1 FROM nowhere')).rejects.toThrow('nowhere');
  });

  it('reads nothing of the laptop but the tables', async () => {
    const { query } = await setUp({});

    await expect(query(`SELECT * FROM read_text('/etc/hostname')`)).rejects.toThrow('disabled');
  });

  it('refuses to create tables', async () => {
    const { query } = await setUp({});

    await expect(query('CREATE TABLE t (a int)')).rejects.toMatchObject({
      code: 'InvalidRequestException',
    });
  });

  it('pages results', async () => {
    const { call } = await setUp({});
    const { QueryExecutionId } = await call('StartQueryExecution', {
      QueryString: 'SHOW TABLES',
      WorkGroup: 'tributary',
      QueryExecutionContext: { Database: 'lake' },
    });
    await new Promise((resolve) => setImmediate(resolve));

    const page = await call('GetQueryResults', { QueryExecutionId, MaxResults: 1 });

    expect(page).toMatchObject({ NextToken: '1' });
  });
});
