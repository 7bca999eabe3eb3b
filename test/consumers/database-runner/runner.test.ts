import { createHandler } from '../../../consumers/database-runner/create-handler';
import type { Database, Row, Statement } from '../../../consumers/database-runner/ports/database';
import { scriptHash } from '../../../consumers/database-runner/script';
import type { Script } from '../../../consumers/database-runner/script';

const script = (name: string, text: string, database: Script['database'] = 'feed'): Script => ({
  name,
  text,
  database,
  optional: false,
});
const FIRST = script('0001.sql', 'CREATE ONE\nGO\nCREATE TWO @polling_seconds');
const TABLE = {
  schema: 'dbo',
  name: 't',
  key: ['id'],
  columns: { id: 'int', amount: 'decimal(38,10)' },
};

/** A server that writes down what it is told and answers by `answers`. */
class Recorder {
  readonly log: string[] = [];
  readonly secrets = new Map([['master', { username: 'admin', password: 'p' }]]);
  answers: (text: string) => Row[] = () => [];
  fail: (text: string) => Error | undefined = () => undefined;

  readonly handler = createHandler({
    server: { host: 'db', port: 1433 },
    databaseName: 'democustomer',
    tables: [TABLE],
    scripts: {
      numbered: [FIRST],
      ledger: script('ledger', 'LEDGER'),
      dmsGrants: [script('grants', 'GRANT')],
      dmsRdsGrants: [script('rds', 'RDS GRANT', 'msdb')],
    },
    variables: { pollingSeconds: 5, isRds: true, multiAz: false },
    masterSecretArn: 'master',
    dmsSecretArn: 'dms',
    secrets: {
      read: (arn) => Promise.resolve(this.secrets.get(arn)),
      write: (arn, value) => {
        this.secrets.set(arn, value);
        return Promise.resolve();
      },
    },
    newPassword: () => 'Abcdefghij0123456789',
    connect: (_server, _login, database) => Promise.resolve(this.database(database)),
  });

  private database(name: string): Database {
    const query = ({ text }: Statement) => {
      this.log.push(`${name}: ${text}`);
      const failure = this.fail(text);
      if (failure !== undefined) return Promise.reject(failure);
      return Promise.resolve({ rows: this.answers(text), affected: 1 });
    };
    return {
      query,
      batch: (text) => query({ text }).then(() => []),
      stream: async (statement, onRow) => (await query(statement)).rows.forEach(onRow),
      transaction: async (work) =>
        work({ query, bulk: () => Promise.reject(new Error('no bulk')) }),
      close: () => Promise.resolve(),
    };
  }
}

describe('the database runner', () => {
  it('runs the batches of a script after its own tables and notes it', async () => {
    const server = new Recorder();

    const answer = await server.handler({
      action: 'apply-script',
      name: '0001.sql',
      sha256: scriptHash(FIRST),
    });

    expect(answer).toEqual({ name: '0001.sql', batches: 2, messages: [] });
    expect(server.log.slice(0, 3)).toEqual([
      'democustomer: LEDGER',
      'democustomer: CREATE ONE',
      'democustomer: DECLARE @polling_seconds INT = 5;\nCREATE TWO @polling_seconds',
    ]);
    expect(server.log.at(-1)).toContain('INSERT INTO tributary.applied_scripts');
  });

  it('refuses a script whose text the caller has not read', async () => {
    const server = new Recorder();

    await expect(
      server.handler({ action: 'apply-script', name: '0001.sql', sha256: 'other' }),
    ).rejects.toThrow('deploy the function again');
    expect(server.log).toEqual([]);
  });

  it('names script and batch of an error', async () => {
    const server = new Recorder();
    server.fail = (text) => (text === 'CREATE ONE' ? new Error('Incorrect syntax') : undefined);

    await expect(
      server.handler({ action: 'apply-script', name: '0001.sql', sha256: scriptHash(FIRST) }),
    ).rejects.toThrow('0001.sql, batch 1: Incorrect syntax');
  });

  it('lists scripts as not applied before there is a database', async () => {
    const server = new Recorder();

    expect(await server.handler({ action: 'list-scripts' })).toEqual({
      scripts: [{ name: '0001.sql', sha256: scriptHash(FIRST), appliedAt: null, optional: false }],
    });
    expect(server.log).toEqual(['master: SELECT DB_ID(@name) AS id']);
  });

  it('makes the DMS login and fills the secret with all that DMS reads', async () => {
    const server = new Recorder();

    const answer = await server.handler({ action: 'provision-dms-login' });

    expect(answer).toEqual({ login: 'tributary_dms', created: true });
    expect(server.log).toContain(
      "master: CREATE LOGIN tributary_dms WITH PASSWORD = N'Abcdefghij0123456789'",
    );
    expect(server.log).toContain('msdb: RDS GRANT');
    expect(server.secrets.get('dms')).toEqual({
      username: 'tributary_dms',
      password: 'Abcdefghij0123456789',
      host: 'db',
      port: 1433,
    });
  });

  it('keeps the password that the secret holds', async () => {
    const server = new Recorder();
    server.secrets.set('dms', { username: 'tributary_dms', password: 'Kept0123456789Kept01' });
    server.answers = (text) =>
      text.includes('server_principals') ? [{ name: 'tributary_dms' }] : [];

    const answer = await server.handler({ action: 'provision-dms-login' });

    expect(answer).toEqual({ login: 'tributary_dms', created: false });
    expect(server.log).toContain(
      "master: ALTER LOGIN tributary_dms WITH PASSWORD = N'Kept0123456789Kept01'",
    );
  });

  const chunk = {
    action: 'insert-chunk',
    run: 'r',
    chunk: 0,
    table: 'dbo.t',
    rows: [{ id: '1', amount: '12345678901234567890.5' }],
  };

  it('inserts a chunk behind its ledger entry, by statements where a bulk would round', async () => {
    const server = new Recorder();

    const answer = await server.handler({ ...chunk, mode: 'bulk' });

    expect(answer).toEqual({ inserted: 1, alreadyInserted: false });
    expect(server.log.map((line) => line.slice(0, 56))).toEqual([
      'democustomer: INSERT INTO tributary.inserted_chunks (run',
      'democustomer: SELECT count(*) AS known FROM [dbo].[t] WH',
      'democustomer: INSERT INTO [dbo].[t] ([id], [amount]) VAL',
    ]);
  });

  it('refuses a run whose first row is there by another, and looks for that once a run', async () => {
    const server = new Recorder();
    server.answers = (text) => (text.includes('count(*)') ? [{ known: 1 }] : []);

    await expect(server.handler({ ...chunk, mode: 'single' })).rejects.toThrow(
      'dbo.t has a row id=1 already, and not of this run.',
    );
    expect(server.log.filter((line) => line.includes('INSERT INTO [dbo]'))).toEqual([]);
    expect(await server.handler({ ...chunk, chunk: 1, mode: 'single' })).toEqual({
      inserted: 1,
      alreadyInserted: false,
    });
  });

  it('leaves a chunk alone that is in the ledger', async () => {
    const server = new Recorder();
    server.fail = () =>
      Object.assign(new Error('Violation of PRIMARY KEY constraint'), { number: 2627 });

    expect(await server.handler({ ...chunk, mode: 'single' })).toEqual({
      inserted: 0,
      alreadyInserted: true,
    });
    expect(server.log).toHaveLength(1);
  });

  it('reads a page up to the key at which it ends, and says where to go on', async () => {
    const server = new Recorder();
    server.answers = (text) =>
      text.includes('OFFSET') ? [{ tributary_key_0: 5 }] : [{ id: 4, amount: '1.50' }];

    const answer = await server.handler({
      action: 'list-page',
      table: 'dbo.t',
      after: ['3'],
      rowsPerPage: 2,
      within: [],
    });

    // printf '1:4;' | sha256sum; printf '1:4;3:1.5;' | sha256sum
    expect(answer).toEqual({
      rows: [
        {
          key: ['4'],
          place: 'dd564459905b726c5c519fd2963e111f82b95d9a48ed1800ebd781d9bbf4c932',
          hash: 'c2c0cc02583f78abb2a02e8c6ceb369613aeba74d9d5102f993b4451bd520937',
          copies: 1,
        },
      ],
      next: ['5'],
    });
  });

  it("tells the source's position before it reads a key", async () => {
    const server = new Recorder();
    server.answers = (text) =>
      text.includes('fn_cdc_get_max_lsn')
        ? [{ lsn: Buffer.from('0000002C000001700003', 'hex'), utc: '2026-01-15 10:00:00.1234567' }]
        : [{ id: 4, amount: '1.50' }];

    expect(await server.handler({ action: 'read-keys', table: 'dbo.t', keys: [['4']] })).toEqual({
      position: { lsn: '0000002c000001700003', time: '2026-01-15T10:00:00.1234567Z' },
      rows: [{ id: '4', amount: '1.5' }],
    });
    expect(server.log[0]).toContain('fn_cdc_get_max_lsn');
  });

  it('has no row for a key that no value of its type can be', async () => {
    const server = new Recorder();

    const request = { action: 'read-keys', table: 'dbo.t', keys: [['?abc']] };
    expect(await server.handler(request)).toMatchObject({ rows: [] });
    expect(server.log).toHaveLength(1);
  });

  it('tells what is wrong with a database without change data capture, and what mends it', async () => {
    const server = new Recorder();
    server.answers = (text) =>
      text.includes('sys.databases')
        ? [{ recovery_model_desc: 'SIMPLE', is_cdc_enabled: false }]
        : [];

    const answer = (await server.handler({ action: 'check' })) as {
      findings: { subject: string; ok: boolean; found: string; mend: string }[];
    };

    expect(answer.findings.map(({ subject, ok, found }) => [subject, ok, found])).toEqual([
      ['recovery model', false, 'SIMPLE'],
      ['first backup', false, 'none was taken'],
      ['change data capture of the database', false, 'off'],
      ['rights of tributary_dms', false, 'no such user in the database'],
      ['capture job', false, 'there is none'],
      ['interval of the capture job', true, 'there is no capture job'],
      ['capture instance of dbo.t', false, 'the table does not exist'],
      ['columns captured of dbo.t', true, 'no capture instance'],
      ['columns new to the feed in dbo.t', true, 'none'],
      ['columns declared of dbo.t', true, 'the table does not exist'],
      ['large columns of dbo.t', true, 'none'],
    ]);
    expect(answer.findings.every(({ ok, mend }) => ok === (mend === ''))).toBe(true);
  });

  it('refuses what is not in its list', async () => {
    await expect(new Recorder().handler({ action: 'query', sql: 'SELECT 1' })).rejects.toThrow(
      'The request is wrong: action',
    );
  });
});
