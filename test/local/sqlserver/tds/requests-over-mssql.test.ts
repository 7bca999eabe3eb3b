import sql from 'mssql';
import { SqlError } from '../../../../local/sqlserver/sql-error';
import { connectClient } from './connect-client';
import { ScriptedEngine } from './scripted-engine';

let engine: ScriptedEngine;
let pool: sql.ConnectionPool;
beforeEach(async () => {
  engine = new ScriptedEngine();
  pool = await connectClient(engine);
});
afterEach(() => pool.close());

const NUMBER = [{ name: 'n', type: { name: 'int' } as const, nullable: true }];

describe('a query', () => {
  it('gives each result set and each row count', async () => {
    engine.scripts['two'] = ({ sink }) => {
      sink.columns(NUMBER);
      sink.row([1]);
      sink.done(1);
      sink.done();
      sink.columns(NUMBER);
      sink.done(0);
      sink.done(3);
      return undefined;
    };

    const result = await pool.request().batch('two');

    expect(result.recordsets).toEqual([[{ n: 1 }], []]);
    expect(result.rowsAffected).toEqual([1, 0, 3]);
  });

  it('fails with number, severity, line and procedure of the error', async () => {
    engine.scripts['wrong'] = ({ sink }) => {
      sink.error(
        new SqlError(208, "Invalid object name 'x'.", { line: 7, procedure: 'p', state: 3 }),
      );
      sink.done();
      return undefined;
    };

    await expect(pool.request().query('wrong')).rejects.toMatchObject({
      code: 'EREQUEST',
      number: 208,
      class: 16,
      state: 3,
      lineNumber: 7,
      procName: 'p',
      message: "Invalid object name 'x'.",
    });
  });

  it('tells messages of low severity apart from errors', async () => {
    engine.scripts['print'] = ({ sink }) => {
      sink.info(new SqlError(0, 'hello', { severity: 0 }));
      sink.done();
      return undefined;
    };
    const request = pool.request();
    const told: string[] = [];
    request.on('info', ({ message }: { message: string }) => told.push(message));

    await request.query('print');

    expect(told).toEqual(['hello']);
  });

  it('reports our own bug, fails and drops the connection', async () => {
    const reported: string[] = [];
    const other = await connectClient(engine, {
      server: { report: ({ message }) => reported.push(message) },
    });
    engine.scripts['bug'] = () => {
      throw new TypeError('of ours');
    };

    await expect(other.request().query('bug')).rejects.toMatchObject({ number: 3624, class: 20 });
    await other.close();

    expect(reported.join()).toContain('TypeError: of ours');
    expect(engine.lastSession.closed).toBe(true);
  });
});

describe('output parameters', () => {
  it('come back from sp_executesql under their own names', async () => {
    engine.scripts['set @out = @in'] = ({ parameters }) => [
      { name: '@out', type: { name: 'varchar', length: 10 }, value: parameters[0]!.value },
    ];

    const { output } = await pool
      .request()
      .input('in', sql.VarChar(10), 'x')
      .output('out', sql.VarChar(10))
      .query('set @out = @in');

    expect(output).toEqual({ out: 'x' });
    expect(engine.lastSession.executed.at(-1)?.declarations).toBe(
      '@in varchar(10), @out varchar(10) OUTPUT',
    );
  });

  it('and a return value come back from a procedure', async () => {
    engine.scripts['sys.sp_proc'] = ({ sink, parameters }) => {
      sink.done(1);
      return [{ ...parameters[1]!, value: 42 }];
    };

    const result = await pool
      .request()
      .input('a', sql.Int, 1)
      .output('b', sql.Int)
      .execute('sys.sp_proc');

    expect(result).toMatchObject({ output: { b: 42 }, returnValue: 7, rowsAffected: [1] });
  });
});

describe('a prepared statement', () => {
  it('runs with each set of values, and is forgotten at the end', async () => {
    const statement = new sql.PreparedStatement(pool);
    statement.input('a', sql.Int);
    await statement.prepare('insert @a');

    await statement.execute({ a: 1 });
    await statement.execute({ a: 2 });
    await statement.unprepare();

    expect(
      engine.lastSession.executed
        .filter(({ text }) => text === 'insert @a')
        .map(({ declarations, parameters }) => [declarations, parameters[0]?.value]),
    ).toEqual([
      ['@a int', 1],
      ['@a int', 2],
    ]);
  });
});

describe('a transaction', () => {
  it('begins and commits', async () => {
    const transaction = new sql.Transaction(pool);

    await transaction.begin();
    const during = engine.lastSession.inTransaction;
    await transaction.commit();

    expect(during).toBe(true);
    expect(engine.log).toEqual([
      'SET TRANSACTION ISOLATION LEVEL READ COMMITTED',
      'begin',
      'commit',
    ]);
  });

  it('rolls back', async () => {
    const transaction = new sql.Transaction(pool);

    await transaction.begin(sql.ISOLATION_LEVEL.SERIALIZABLE);
    await transaction.rollback();

    expect(engine.log).toEqual([
      'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE',
      'begin',
      'rollback',
    ]);
  });

  it('that the server rolled back for an error is aborted for the client', async () => {
    engine.scripts['deadlock'] = ({ sink, session }) => {
      session.inTransaction = false;
      sink.error(new SqlError(1205, 'Deadlock.', { severity: 13 }));
      sink.done();
      return undefined;
    };
    const transaction = new sql.Transaction(pool);
    await transaction.begin();
    const aborted = new Promise((resolve) => transaction.on('rollback', resolve));

    await expect(transaction.request().query('deadlock')).rejects.toMatchObject({ number: 1205 });

    expect(await aborted).toBe(true);
    await expect(transaction.commit()).rejects.toMatchObject({ code: 'EABORT' });
  });
});

describe('cancel', () => {
  it('aborts what runs and leaves the connection usable', async () => {
    let aborted = false;
    const request = pool.request();
    engine.scripts['wait'] = ({ signal, sink }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          sink.done();
          resolve([]);
        });
        request.cancel();
      });

    await expect(request.query('wait')).rejects.toMatchObject({ code: 'ECANCEL' });

    expect(aborted).toBe(true);
    await expect(pool.request().query('select 1')).resolves.toBeDefined();
  });

  it('works when the session rejects with the reason of the signal', async () => {
    const request = pool.request();
    engine.scripts['wait'] = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        request.cancel();
      });

    await expect(request.query('wait')).rejects.toMatchObject({ code: 'ECANCEL' });
    await expect(pool.request().query('select 1')).resolves.toBeDefined();
  });

  it('of a large result stops the rows', async () => {
    let sent = 0;
    const request = pool.request();
    request.stream = true;
    engine.scripts['endless'] = async ({ signal, sink }) => {
      sink.columns(NUMBER);
      for (; !signal.aborted; sent++) {
        sink.row([sent]);
        await sink.drained?.();
        if (sent % 1000 === 0) await new Promise(setImmediate);
      }
      sink.done();
      return [];
    };
    const failed = new Promise((resolve) => request.on('error', resolve));
    request.once('row', () => request.cancel());

    void request.query('endless');

    expect(await failed).toMatchObject({ code: 'ECANCEL' });
    await expect(pool.request().query('select 1')).resolves.toBeDefined();
  });
});

describe('a bulk load that the client gives up', () => {
  it('is an error there and reaches no table', async () => {
    const rows = new sql.Table('t');
    rows.create = false;
    rows.columns.add('a', sql.Int, { nullable: false });
    rows.rows.add(1);
    rows.rows.add('not a number');

    await expect(pool.request().bulk(rows)).rejects.toThrow();

    expect(engine.lastSession.bulkRows).toEqual([]);
    await expect(pool.request().query('select 1')).resolves.toBeDefined();
  });
});

describe('a bulk load that the session refuses early', () => {
  it('fails with its error after the rows were read past', async () => {
    engine.bulkError = new SqlError(2627, 'Violation of PRIMARY KEY constraint.', { severity: 14 });
    const rows = new sql.Table('t');
    rows.create = false;
    rows.columns.add('a', sql.Int, { nullable: false });
    for (let i = 0; i < 5000; i++) rows.rows.add(i);

    await expect(pool.request().bulk(rows)).rejects.toMatchObject({ number: 2627 });
    await expect(pool.request().query('select 1')).resolves.toBeDefined();
  });
});

describe('a change of database', () => {
  it('is told to the client', async () => {
    engine.scripts['use sales'] = ({ sink }) => {
      sink.databaseChanged('sales');
      sink.done();
      return undefined;
    };
    const request = pool.request();
    const told: string[] = [];
    const connection = await (
      pool as unknown as { acquire(request: sql.Request): Promise<NodeJS.EventEmitter> }
    ).acquire(request);
    connection.on('databaseChange', (database: string) => told.push(database));
    (pool as unknown as { release(connection: unknown): void }).release(connection);

    await request.batch('use sales');

    expect(told).toEqual(['sales']);
  });
});
