import { captureServer } from './capture-server';

type Server = Awaited<ReturnType<typeof captureServer>>;

let server: Server;

beforeEach(async () => {
  server = await captureServer();
});

afterEach(() => server.jobs.stop());

const hex = (value: unknown) => Buffer.from(value as Uint8Array).toString('hex');
const failure = (number: number) => expect.objectContaining({ number }) as Error;

describe('change tables', () => {
  it('hold a row for an insert, two for an update, one for a delete', async () => {
    await server.capture();
    const [row] = await server.insert([1, 'a']);
    await server.update(row!, [1, 'b']);
    await server.remove(row!);
    await server.scan();

    expect(
      server
        .all('all update old')
        .map((change) => [
          change['__$operation'],
          hex(change['__$update_mask']),
          change['id'],
          change['v'],
        ]),
    ).toEqual([
      [2, '03', 1, 'a'],
      [3, '02', 1, 'a'],
      [4, '02', 1, 'b'],
      [1, '03', 1, 'b'],
    ]);
    expect(server.all().map((change) => change['__$operation'])).toEqual([2, 4, 1]);
  });

  it('share one start LSN within a transaction and differ in seqval', async () => {
    await server.capture();
    await server.insert([1, 'a'], [2, 'b']);
    await server.scan();

    const [one, two] = server.all();

    expect(hex(one!['__$start_lsn'])).toBe(hex(two!['__$start_lsn']));
    expect(hex(one!['__$seqval']) < hex(two!['__$seqval'])).toBe(true);
  });

  it('rise strictly in commit order', async () => {
    await server.capture();
    for (let id = 1; id <= 20; id++) await server.insert([id, null]);
    await server.scan();

    const positions = server.all().map((row) => hex(row['__$start_lsn']) + hex(row['__$seqval']));

    expect(positions).toHaveLength(20);
    expect(new Set(positions).size).toBe(20);
    expect([...positions].sort()).toEqual(positions);
  });

  it('hold nothing of a transaction that was rolled back', async () => {
    await server.capture();
    const transaction = server.store.begin();
    transaction.insert(server.table, [9, 'x']);
    transaction.rollback();
    await server.scan();

    expect(server.all()).toEqual([]);
    expect(server.select('sys', 'fn_standin_log', [null])).toEqual([]);
  });

  it('hold nothing of changes made before the table was enabled', async () => {
    await server.insert([1, 'before']);
    await server.capture();
    await server.insert([2, 'after']);
    await server.scan();

    expect(server.all().map(({ id }) => id)).toEqual([2]);
  });

  it('take a change of the key for a delete and an insert', async () => {
    await server.capture();
    const [row] = await server.insert([1, 'a']);
    await server.update(row!, [2, 'a']);
    await server.scan();

    expect(server.all().map((change) => [change['__$operation'], change['id']])).toEqual([
      [2, 1],
      [1, 1],
      [2, 2],
    ]);
  });

  it('hold captured columns only, and no update of others', async () => {
    await server.capture({ '@captured_column_list': '[id]' });
    const [row] = await server.insert([1, 'a']);
    await server.update(row!, [1, 'b']);
    await server.scan();

    expect(server.all()).toHaveLength(1);
    expect(server.all()[0]).not.toHaveProperty('v');
  });
});

describe('the timeline', () => {
  it('begins with zeroes again once the instance is disabled', async () => {
    await server.capture();
    await server.run('app.sys.sp_cdc_disable_table', {
      '@source_schema': 'dbo',
      '@source_name': 't',
      '@capture_instance': 'all',
    });

    expect(server.scalar('fn_cdc_get_min_lsn', 'dbo_t')).toEqual(new Uint8Array(10));
  });

  it('begins with zeroes for an unknown instance', () => {
    expect(server.scalar('fn_cdc_get_min_lsn', 'nothing')).toEqual(new Uint8Array(10));
  });

  it('steps over a byte when incremented', () => {
    const lsn = Uint8Array.of(0, 0, 0, 0x25, 0, 0, 0, 0x40, 0, 0xff);

    expect(hex(server.scalar('fn_cdc_increment_lsn', lsn))).toBe('00000025000000400100');
    expect(
      server.scalar('fn_cdc_decrement_lsn', server.scalar('fn_cdc_increment_lsn', lsn)),
    ).toEqual(lsn);
  });

  it.each<[string, (low: Uint8Array, high: Uint8Array) => (Uint8Array | string | null)[]]>([
    ['a NULL bound', (low) => [low, null, 'all']],
    ['a lower end before the minimum', (_low, high) => [new Uint8Array(10), high, 'all']],
    ['an upper end after the maximum', (low) => [low, new Uint8Array(10).fill(0xff), 'all']],
    ['crossed ends', (low, high) => [high, low, 'all']],
    ['an unknown option', (low, high) => [low, high, 'some']],
  ])('refuses %s with 313', async (_what, given) => {
    await server.capture();
    await server.insert([1, 'a']);
    await server.scan();
    const low = server.scalar('fn_cdc_get_min_lsn', 'dbo_t') as Uint8Array;
    const high = server.scalar('fn_cdc_get_max_lsn') as Uint8Array;

    expect(() => server.select('cdc', 'fn_cdc_get_all_changes_dbo_t', given(low, high))).toThrow(
      failure(313),
    );
  });

  it('maps a commit to its time and back', async () => {
    await server.capture();
    await server.insert([1, 'a']);
    await server.scan();
    const lsn = server.scalar('fn_cdc_get_max_lsn');

    const time = server.scalar('fn_cdc_map_lsn_to_time', lsn);

    expect(time).not.toBeNull();
    expect(server.scalar('fn_cdc_map_time_to_lsn', 'largest less than or equal', time)).toEqual(
      lsn,
    );
    expect(server.scalar('fn_cdc_map_time_to_lsn', 'smallest greater than', time)).toBeNull();
  });
});

describe('the log function', () => {
  const changesOf = (row: { changes?: unknown } | undefined) =>
    JSON.parse(Buffer.from(row?.changes as Uint8Array).toString()) as unknown[];

  it('shows a change at once, whatever the capture job does', async () => {
    await server.capture();
    await server.insert([1, 'a']);

    const [block] = server.select('sys', 'fn_standin_log', [null]);

    expect(changesOf(block)).toMatchObject([
      { operation: 'insert', schema: 'dbo', table: 't', row: { id: '1', v: 'a' } },
    ]);
  });

  it('goes on after an LSN', async () => {
    await server.capture();
    const [row] = await server.insert([1, 'a']);
    const [first] = server.select('sys', 'fn_standin_log', [null]);
    await server.update(row!, [1, null]);

    const blocks = server.select('sys', 'fn_standin_log', [first!['commit_lsn']!]);

    expect(blocks).toHaveLength(1);
    expect(changesOf(blocks[0])).toMatchObject([
      { operation: 'update', row: { id: '1', v: null }, before: { id: '1', v: 'a' } },
    ]);
  });

  it('goes on inside a transaction, after the LSN of a change', async () => {
    await server.capture();
    await server.insert([1, 'a'], [2, 'b']);
    const [block] = server.select('sys', 'fn_standin_log', [null]);
    const [first] = changesOf(block) as { seqval: string }[];

    const [rest] = server.select('sys', 'fn_standin_log', [Buffer.from(first!.seqval, 'hex')]);

    expect(changesOf(rest)).toMatchObject([{ row: { id: '2', v: 'b' } }]);
  });

  it('writes no block of more than 60 KB but for a change that is longer', async () => {
    await server.capture();
    await server.insert([1, 'a'.repeat(40_000)], [2, 'b'.repeat(40_000)]);

    const blocks = server.select('sys', 'fn_standin_log', [null]);

    expect(blocks.map((block) => changesOf(block).length)).toEqual([1, 1]);
  });

  it('tells where the log begins and ends', async () => {
    await server.capture();
    await server.insert([1, 'a']);
    await server.insert([2, 'b']);
    const [first, second] = server.select('sys', 'fn_standin_log', [null]);

    expect(server.select('sys', 'fn_standin_log_range', [])).toEqual([
      { oldest_lsn: first!['commit_lsn'], newest_lsn: second!['commit_lsn'] },
    ]);
  });
});

describe('jobs', () => {
  it('capture without a call once a table is enabled', async () => {
    await server.run('app.sys.sp_cdc_enable_db');
    await server.run('app.sys.sp_cdc_enable_table', {
      '@source_schema': 'dbo',
      '@source_name': 't',
    });
    await server.run('app.sys.sp_cdc_change_job', { '@pollinginterval': 0n });
    await server.run('app.sys.sp_cdc_stop_job');
    await server.run('app.sys.sp_cdc_start_job');
    await server.insert([1, 'a']);
    while (server.scalar('fn_cdc_get_max_lsn') === null || server.all().length === 0) {
      await new Promise(setImmediate);
    }

    expect(server.all()).toMatchObject([{ id: 1 }]);
  });

  it('refuse a scan beside the running capture job', async () => {
    await server.capture();
    await server.run('app.sys.sp_cdc_start_job');

    await expect(server.scan()).rejects.toEqual(failure(22903));
  });

  it('refuse to stop what does not run', async () => {
    await server.capture();

    await expect(server.run('app.sys.sp_cdc_stop_job')).rejects.toEqual(failure(22022));
  });

  it('are listed with their defaults', async () => {
    await server.capture();

    expect(await server.run('app.sys.sp_cdc_help_jobs')).toMatchObject([
      {
        job_type: 'capture',
        job_name: 'cdc.app_capture',
        maxtrans: 500,
        maxscans: 10,
        continuous: 1,
        pollinginterval: 5n,
      },
      { job_type: 'cleanup', job_name: 'cdc.app_cleanup', retention: 4320n, threshold: 5000n },
    ]);
  });

  it('refuse an interval of a day', async () => {
    await server.capture();

    await expect(
      server.run('app.sys.sp_cdc_change_job', { '@pollinginterval': 86_400n }),
    ).rejects.toEqual(failure(22994));
  });
});

describe('cleaning up', () => {
  it('drops older rows and raises the minimum', async () => {
    await server.capture();
    await server.insert([1, 'a']);
    await server.scan();
    await server.insert([2, 'b']);
    await server.scan();
    const mark = server.scalar('fn_cdc_get_max_lsn');
    await server.run('app.sys.sp_cdc_cleanup_change_table', {
      '@capture_instance': 'dbo_t',
      '@low_water_mark': mark,
    });

    expect(server.scalar('fn_cdc_get_min_lsn', 'dbo_t')).toEqual(mark);
    expect(server.all().map(({ id }) => id)).toEqual([2]);
  });
});

describe('enabling', () => {
  const enable = (more = {}) =>
    server.run('app.sys.sp_cdc_enable_table', {
      '@source_schema': 'dbo',
      '@source_name': 't',
      ...more,
    });

  it('needs the database first', async () => {
    await expect(enable()).rejects.toEqual(failure(22901));
  });

  it.each<[number, object]>([
    [22931, { '@source_name': 'none' }],
    [22926, {}],
    [22927, { '@capture_instance': 'x'.repeat(101) }],
    [22928, { '@capture_instance': 'b', '@index_name': 'none' }],
    [22930, { '@capture_instance': 'b', '@captured_column_list': 'id, none' }],
    [22943, { '@capture_instance': 'b', '@captured_column_list': 'v', '@supports_net_changes': 1 }],
    [22974, { '@source_schema': 'cdc' }],
  ])('fails with %i', async (number, more) => {
    await server.capture();

    await expect(enable(more)).rejects.toEqual(failure(number));
  });

  it('takes two instances a table, not three', async () => {
    await server.capture();
    await enable({ '@capture_instance': 'b' });

    await expect(enable({ '@capture_instance': 'c' })).rejects.toEqual(failure(22962));
  });

  it('is seen in sys.databases and sys.tables', async () => {
    await server.capture();

    expect(server.select('sys', 'databases').find(({ name }) => name === 'app')).toMatchObject({
      is_cdc_enabled: 1,
      recovery_model_desc: 'FULL',
    });
    expect(server.select('sys', 'tables').find(({ name }) => name === 't')).toMatchObject({
      is_tracked_by_cdc: 1,
    });
  });

  it('is undone whole', async () => {
    await server.capture();
    await server.run('app.sys.sp_cdc_disable_db');

    expect(server.select('sys', 'databases').find(({ name }) => name === 'app')).toMatchObject({
      is_cdc_enabled: 0,
    });
    expect(server.database.tables.map(({ name }) => name)).toEqual(['t']);
    expect(server.database.schema('cdc')).toBeUndefined();
  });

  it('goes through rds_cdc_enable_db on RDS, where nobody is sysadmin', async () => {
    const rds = await captureServer({ kind: 'rds' });

    await expect(rds.run('app.sys.sp_cdc_enable_db')).rejects.toEqual(failure(22902));
    await rds.run('msdb.dbo.rds_cdc_enable_db', { '@db_name': 'app' });

    expect(rds.select('sys', 'databases').find(({ name }) => name === 'app')).toMatchObject({
      is_cdc_enabled: 1,
    });
  });
});
