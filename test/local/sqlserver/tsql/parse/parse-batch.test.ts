/* eslint-disable max-lines -- one table of accepted and refused T-SQL, read side by side */
import type { Expression, Query, Statement } from '../../../../../local/sqlserver/tsql/parse/ast';
import { parseBatch } from '../../../../../local/sqlserver/tsql/parse/parse-batch';

const only = (text: string): Statement => {
  const statements = parseBatch(text);
  expect(statements).toHaveLength(1);
  return statements[0]!;
};

const query = (text: string): Query => {
  const statement = only(text);
  if (statement.kind !== 'select') throw new Error(`Expected a SELECT, got ${statement.kind}`);
  return statement.query;
};

const expression = (text: string): Expression => {
  const item = query(`select ${text}`).items[0];
  if (item?.kind !== 'expression') throw new Error('Expected an expression');
  return item.expression;
};

const condition = (text: string) => query(`select 1 from t where ${text}`).where;

const one = { kind: 'literal', line: 1, type: { name: 'int' }, value: 1 };
const two = { kind: 'literal', line: 1, type: { name: 'int' }, value: 2 };
const column = (name: string, ...qualifier: string[]) => ({
  kind: 'column',
  line: 1,
  qualifier,
  name,
});

describe('constants', () => {
  it.each<[string, unknown, unknown]>([
    ['2147483647', { name: 'int' }, 2147483647],
    ['007', { name: 'int' }, 7],
    [
      '2147483648',
      { name: 'decimal', precision: 10, scale: 0 },
      { unscaled: 2147483648n, scale: 0 },
    ],
    ['1.50', { name: 'decimal', precision: 3, scale: 2 }, { unscaled: 150n, scale: 2 }],
    ['0.5', { name: 'decimal', precision: 1, scale: 1 }, { unscaled: 5n, scale: 1 }],
    ['.5', { name: 'decimal', precision: 1, scale: 1 }, { unscaled: 5n, scale: 1 }],
    ['1.', { name: 'decimal', precision: 1, scale: 0 }, { unscaled: 1n, scale: 0 }],
    ['1e3', { name: 'float' }, 1000],
    ['1.5E-1', { name: 'float' }, 0.15],
    ["'abc'", { name: 'varchar', length: 3 }, 'abc'],
    ["''", { name: 'varchar', length: 1 }, ''],
    ["'it''s'", { name: 'varchar', length: 4 }, "it's"],
    ["N'ab'", { name: 'nvarchar', length: 2 }, 'ab'],
    ['0xBEef', { name: 'varbinary', length: 2 }, Uint8Array.of(0xbe, 0xef)],
    ['0xABC', { name: 'varbinary', length: 2 }, Uint8Array.of(0x0a, 0xbc)],
    ['0x', { name: 'varbinary', length: 1 }, Uint8Array.of()],
    ['$1.5', { name: 'money' }, { unscaled: 15000n, scale: 4 }],
  ])('reads %s', (text, type, value) => {
    expect(expression(text)).toEqual({ kind: 'literal', line: 1, type, value });
  });

  it('keeps 38 digits exactly', () => {
    expect(expression('12345678901234567890123456789012345678')).toMatchObject({
      type: { name: 'decimal', precision: 38, scale: 0 },
      value: { unscaled: 12345678901234567890123456789012345678n },
    });
  });
});

describe('expressions', () => {
  it('binds * before +', () => {
    expect(expression('a + 1 * 2')).toEqual({
      kind: 'binary',
      line: 1,
      operator: '+',
      left: column('a'),
      right: { kind: 'binary', line: 1, operator: '*', left: one, right: two },
    });
  });

  it('associates to the left', () => {
    expect(expression('a - 1 - 2')).toEqual({
      kind: 'binary',
      line: 1,
      operator: '-',
      left: { kind: 'binary', line: 1, operator: '-', left: column('a'), right: one },
      right: two,
    });
  });

  it('reads names with $ bracketed and bare', () => {
    expect(expression('[__$start_lsn]')).toEqual(column('__$start_lsn'));
    expect(expression('t.__$seqval')).toEqual(column('__$seqval', 't'));
  });

  it('reads a doubled bracket as one', () => {
    expect(expression('[a]]b]')).toEqual(column('a]b'));
  });

  it('reads CONVERT with a style', () => {
    expect(expression('convert(nvarchar(max), a, 121)')).toEqual({
      kind: 'convert',
      line: 1,
      function: 'CONVERT',
      attempt: false,
      type: { name: 'nvarchar', length: 'max' },
      operand: column('a'),
      style: { kind: 'literal', line: 1, type: { name: 'int' }, value: 121 },
    });
  });

  it('gives a length of 30 to CAST AS varchar', () => {
    expect(expression('try_cast(a as varchar)')).toMatchObject({
      attempt: true,
      type: { name: 'varchar', length: 30 },
    });
  });

  it('reads a schema-qualified function', () => {
    expect(expression("sys.fn_cdc_get_min_lsn('dbo_t')")).toEqual({
      kind: 'call',
      line: 1,
      name: { line: 1, schema: 'sys', name: 'fn_cdc_get_min_lsn' },
      arguments: [
        { kind: 'literal', line: 1, type: { name: 'varchar', length: 5 }, value: 'dbo_t' },
      ],
      distinct: false,
      star: false,
    });
  });

  it('keeps the date part of DATEADD apart from columns', () => {
    expect(expression('dateadd(DAY, 1, a)')).toMatchObject({
      arguments: [{ kind: 'date-part', part: 'day' }, one, column('a')],
    });
  });

  it('reads both forms of CASE', () => {
    expect(expression('case a when 1 then 2 else null end')).toEqual({
      kind: 'simple-case',
      line: 1,
      operand: column('a'),
      branches: [{ when: one, then: two }],
      otherwise: { kind: 'null', line: 1 },
    });
    expect(expression('case when a is null then 1 end')).toMatchObject({ kind: 'searched-case' });
  });

  it('reads IIF as CASE WHEN', () => {
    expect(expression('iif(a = 1, 1, 2)')).toMatchObject({
      kind: 'searched-case',
      branches: [{ when: { kind: 'comparison' }, then: one }],
      otherwise: two,
    });
  });

  it('reads COUNT(*) and COUNT(DISTINCT a)', () => {
    expect(expression('count(*)')).toMatchObject({ star: true, arguments: [] });
    expect(expression('count(distinct a)')).toMatchObject({
      distinct: true,
      arguments: [column('a')],
    });
  });

  it('takes a scalar subquery for a value', () => {
    expect(expression('(select max(a) from t)')).toMatchObject({ kind: 'subquery' });
  });
});

describe('conditions', () => {
  it('binds AND before OR and NOT before AND', () => {
    expect(condition('a = 1 or not b = 1 and c = 2')).toMatchObject({
      kind: 'logical',
      operator: 'OR',
      right: { kind: 'logical', operator: 'AND', left: { kind: 'not' } },
    });
  });

  it('tells a parenthesized condition from a parenthesized value', () => {
    expect(condition('(a = 1)')).toMatchObject({ kind: 'comparison' });
    expect(condition('(a) = (1)')).toMatchObject({ kind: 'comparison', left: column('a') });
    expect(condition('((a + 1) * 2 > 1 and (b is null))')).toMatchObject({ kind: 'logical' });
  });

  it.each([
    ['a between 1 and 2 and b = 1', { kind: 'logical', left: { kind: 'between', negated: false } }],
    ['a not between 1 and 2', { kind: 'between', low: one, high: two, negated: true }],
    ['a in (1, 2)', { kind: 'in-list', list: [one, two], negated: false }],
    ['a not in (select b from u)', { kind: 'in-query', negated: true }],
    ["a like 'x!%' escape '!'", { kind: 'like', escape: { value: '!' }, negated: false }],
    ['a is not null', { kind: 'is-null', negated: true }],
    ['not exists (select 1 from u)', { kind: 'not', condition: { kind: 'exists' } }],
    ['a != 1', { kind: 'comparison', operator: '<>' }],
    ['a !< 1', { kind: 'comparison', operator: '>=' }],
  ])('reads %s', (text, expected) => {
    expect(condition(text)).toMatchObject(expected);
  });
});

describe('SELECT', () => {
  it('reads every clause in order', () => {
    const read = query(
      `select distinct top (5) t.*, b as [B c], x = 1 from dbo.t as t with (nolock)
       where a > 1 group by a having count(*) > 1 order by 2 desc, a
       offset 10 rows fetch next 5 rows only`,
    );

    expect(read).toMatchObject({
      distinct: true,
      top: { value: 5 },
      items: [
        { kind: 'star', qualifier: ['t'] },
        { kind: 'expression', alias: 'B c' },
        { kind: 'expression', alias: 'x', expression: one },
      ],
      from: { kind: 'table', name: { schema: 'dbo', name: 't' }, alias: 't', hints: ['NOLOCK'] },
      where: { kind: 'comparison' },
      groupBy: [{ name: 'a' }],
      having: { kind: 'comparison' },
      orderBy: [{ descending: true }, { descending: false }],
      offset: { skip: { value: 10 }, take: { value: 5 } },
    });
  });

  it('reads an assignment', () => {
    expect(query('select @n = count(*), @m += 1').items).toMatchObject([
      { kind: 'assignment', variable: '@n', operator: '=' },
      { kind: 'assignment', variable: '@m', operator: '+=' },
    ]);
  });

  it('reads a table function', () => {
    expect(
      query("select * from cdc.fn_cdc_get_all_changes_dbo_t(@a, @b, N'all') c").from,
    ).toMatchObject({
      kind: 'function',
      name: { schema: 'cdc', name: 'fn_cdc_get_all_changes_dbo_t' },
      arguments: [{ kind: 'variable', name: '@a' }, { name: '@b' }, { value: 'all' }],
      alias: 'c',
    });
  });

  it('reads inner and left joins from the left', () => {
    expect(
      query('select 1 from a join b on a.i = b.i left outer join c on c.i = b.i').from,
    ).toMatchObject({
      kind: 'join',
      join: 'left',
      left: { kind: 'join', join: 'inner' },
      right: { kind: 'table', name: { name: 'c' } },
    });
  });

  it('leaves the schema out of msdb..t', () => {
    expect(query('select * from msdb..backupset').from).toMatchObject({
      name: { database: 'msdb', name: 'backupset' },
    });
  });
});

describe('rows', () => {
  it('reads INSERT with many rows', () => {
    expect(only("insert into dbo.t (a, [b]) values (1, 'x'), (null, default)")).toEqual({
      kind: 'insert',
      line: 1,
      table: { line: 1, schema: 'dbo', name: 't' },
      columns: ['a', 'b'],
      source: {
        kind: 'values',
        rows: [
          [one, { kind: 'literal', line: 1, type: { name: 'varchar', length: 1 }, value: 'x' }],
          [
            { kind: 'null', line: 1 },
            { kind: 'default', line: 1 },
          ],
        ],
      },
    });
  });

  it('reads INSERT without INTO, from a query and of defaults', () => {
    expect(only('insert t select 1')).toMatchObject({ source: { kind: 'query' } });
    expect(only('insert t (a) select 1')).toMatchObject({ columns: ['a'] });
    expect(only('insert t default values')).toMatchObject({ source: { kind: 'defaults' } });
  });

  it('reads INSERT BULK with options', () => {
    expect(
      only(
        'insert bulk [dbo].[t]([a] int, [b] varchar(50) collate X NULL) with (TABLOCK, rows_per_batch = 5)',
      ),
    ).toEqual({
      kind: 'insert-bulk',
      line: 1,
      table: { line: 1, schema: 'dbo', name: 't' },
      columns: [
        { name: 'a', type: { name: 'int' } },
        { name: 'b', type: { name: 'varchar', length: 50 } },
      ],
      options: ['TABLOCK', 'ROWS_PER_BATCH = 5'],
    });
  });

  it('reads UPDATE with FROM', () => {
    expect(only('update x set x.a = 1, b += 2 from dbo.t x where x.c = 1')).toMatchObject({
      kind: 'update',
      table: { name: 'x' },
      assignments: [
        { column: 'a', operator: '=', value: one },
        { column: 'b', operator: '+=', value: two },
      ],
      from: { name: { schema: 'dbo', name: 't' }, alias: 'x' },
      where: { kind: 'comparison' },
    });
  });

  it('reads DELETE with and without FROM', () => {
    expect(only('delete t')).toMatchObject({ kind: 'delete', table: { name: 't' } });
    expect(only('delete top (1) from t where a = 1')).toMatchObject({ top: one, where: {} });
  });
});

describe('definitions', () => {
  it('reads CREATE TABLE', () => {
    expect(
      only(`create table dbo.t (
        id int identity(10, -1) not null constraint pk_t primary key,
        b decimal(38, 10) null constraint df_b default (0) unique,
        c varchar(max), d nvarchar, e numeric,
        constraint uq unique nonclustered (b desc, c))`),
    ).toMatchObject({
      kind: 'create-table',
      name: { schema: 'dbo', name: 't' },
      columns: [
        {
          name: 'id',
          type: { name: 'int' },
          nullable: false,
          identity: { seed: 10n, increment: -1n },
        },
        { name: 'b', nullable: true, default: { name: 'df_b', value: { value: 0 } } },
        { name: 'c', type: { name: 'varchar', length: 'max' } },
        { name: 'd', type: { name: 'nvarchar', length: 1 } },
        { name: 'e', type: { name: 'decimal', precision: 18, scale: 0 } },
      ],
      constraints: [
        { kind: 'primary-key', name: 'pk_t', columns: [{ name: 'id', descending: false }] },
        { kind: 'unique', columns: [{ name: 'b' }] },
        {
          kind: 'unique',
          name: 'uq',
          clustered: false,
          columns: [{ descending: true }, { name: 'c' }],
        },
      ],
    });
  });

  it.each([
    ['float(24)', { name: 'real' }],
    ['float(25)', { name: 'float' }],
    ['double precision', { name: 'float' }],
    ['datetime2', { name: 'datetime2', scale: 7 }],
    ['time(0)', { name: 'time', scale: 0 }],
    ['character varying(5)', { name: 'varchar', length: 5 }],
    ['national character varying(5)', { name: 'nvarchar', length: 5 }],
    ['sysname', { name: 'nvarchar', length: 128 }],
    ['text', { name: 'varchar', length: 'max' }],
    ['[int]', { name: 'int' }],
    ['sys.int', { name: 'int' }],
  ])('reads the type %s', (text, type) => {
    expect(only(`declare @a ${text}`)).toMatchObject({ variables: [{ type }] });
  });

  it.each([
    [
      'alter table t add a int, constraint u unique (a)',
      { kind: 'add', columns: [{ name: 'a' }], constraints: [{ name: 'u' }] },
    ],
    [
      'alter table t drop column if exists a, b',
      { kind: 'drop-columns', columns: ['a', 'b'], ifExists: true },
    ],
    ['alter table t drop constraint u', { kind: 'drop-constraints', names: ['u'] }],
  ])('reads %s', (text, action) => {
    expect(only(text)).toMatchObject({ kind: 'alter-table', action });
  });

  it('reads DROP … IF EXISTS of several', () => {
    expect(only('drop table if exists dbo.a, b')).toMatchObject({
      object: 'table',
      ifExists: true,
      names: [{ schema: 'dbo', name: 'a' }, { name: 'b' }],
    });
  });
});

describe('batches', () => {
  it('needs no semicolons: the SET lines that tedious sends', () => {
    const lines = `set ansi_nulls on
      set ansi_null_dflt_on on
      set ansi_padding on
      set ansi_warnings on
      set arithabort on
      set concat_null_yields_null on
      set cursor_close_on_commit off
      set datefirst 7
      set dateformat mdy
      set deadlock_priority normal
      set implicit_transactions off
      set language us_english
      set numeric_roundabort off
      set quoted_identifier on
      set textsize 2147483647
      set transaction isolation level read committed
      set xact_abort off`;

    const statements = parseBatch(lines);

    expect(statements).toHaveLength(17);
    expect(statements.map(({ line }) => line)).toEqual(
      Array.from({ length: 17 }, (_, at) => at + 1),
    );
    expect(statements[8]).toEqual({
      kind: 'set-option',
      line: 9,
      options: ['DATEFORMAT'],
      value: { kind: 'literal', line: 9, type: { name: 'varchar', length: 3 }, value: 'mdy' },
    });
    expect(statements[15]).toEqual({ kind: 'set-isolation', line: 16, level: 'READ COMMITTED' });
  });

  it('takes a procedure without EXEC at the start only', () => {
    expect(only("sp_helpdb 'x'")).toMatchObject({
      kind: 'execute',
      procedure: { name: 'sp_helpdb' },
    });
    expect(() => parseBatch('select 1; sp_helpdb')).toThrow("Incorrect syntax near 'sp_helpdb'.");
  });

  it('reads EXEC with a return value, names and OUTPUT', () => {
    expect(only("exec @r = msdb.dbo.p 1, @b = N'x', @c = @d output, @e = default")).toEqual({
      kind: 'execute',
      line: 1,
      returnVariable: '@r',
      procedure: { line: 1, database: 'msdb', schema: 'dbo', name: 'p' },
      arguments: [
        { line: 1, value: one, output: false },
        {
          line: 1,
          name: '@b',
          value: { kind: 'literal', line: 1, type: { name: 'nvarchar', length: 1 }, value: 'x' },
          output: false,
        },
        { line: 1, name: '@c', value: { kind: 'variable', line: 1, name: '@d' }, output: true },
        { line: 1, name: '@e', value: { kind: 'default', line: 1 }, output: false },
      ],
    });
  });

  it('reads EXEC of text', () => {
    expect(only("exec ('create schema ' + @s)")).toMatchObject({
      kind: 'execute-text',
      text: { operator: '+' },
    });
  });

  it('reads IF … ELSE around blocks', () => {
    expect(only('if @a = 1 begin print 1; select 2 end else select 3')).toMatchObject({
      kind: 'if',
      then: { kind: 'block', statements: [{ kind: 'print' }, { kind: 'select' }] },
      otherwise: { kind: 'select' },
    });
  });

  it('gives ELSE to the nearest IF, also behind a semicolon', () => {
    expect(only('if 1 = 1 if 2 = 2 select 1; else select 2')).toMatchObject({
      then: { kind: 'if', otherwise: { kind: 'select' } },
    });
  });

  it('reads TRY … CATCH', () => {
    expect(only('begin try select 1 end try begin catch throw; end catch')).toMatchObject({
      kind: 'try',
      body: [{ kind: 'select' }],
      handler: [{ kind: 'throw' }],
    });
  });

  it.each<[string, object]>([
    ['begin tran', { action: 'begin' }],
    ['begin transaction [a b]', { action: 'begin', name: 'a b' }],
    ['commit', { action: 'commit' }],
    ['commit work', { action: 'commit' }],
    ['rollback tran @n', { action: 'rollback', name: { kind: 'variable', name: '@n' } }],
    ['save tran s', { action: 'save', name: 's' }],
  ])('reads %s', (text, expected) => {
    expect(only(text)).toMatchObject({ kind: 'transaction', ...expected });
  });

  it.each<[string, object]>([
    ["throw 50000, 'x', 1", { kind: 'throw', error: { message: { value: 'x' } } }],
    [
      "raiserror('x %d', 10, 1, @a) with nowait",
      { kind: 'raiserror', arguments: [{}], options: ['NOWAIT'] },
    ],
    ["waitfor delay '00:00:01'", { kind: 'waitfor', time: { value: '00:00:01' } }],
    ['set @a += 1', { kind: 'set-variable', operator: '+=' }],
    ['set identity_insert dbo.t on', { kind: 'set-identity-insert', on: true }],
    ['set lock_timeout -1', { kind: 'set-option', value: { kind: 'unary' } }],
    [
      'set quoted_identifier, ansi_nulls on',
      { options: ['QUOTED_IDENTIFIER', 'ANSI_NULLS'], value: true },
    ],
    ['use [my db]', { kind: 'use', database: 'my db' }],
    [
      "backup database d to disk = N'd.bak' with init, stats = 10",
      { kind: 'backup', database: 'd' },
    ],
    [
      'alter database d set recovery full with no_wait',
      { settings: { RECOVERY: 'FULL', TERMINATION: 'NO_WAIT' } },
    ],
    ['alter database current set single_user', { settings: { SINGLE_USER: 'ON' } }],
    [
      "create login l with password = N'p', check_policy = off",
      { password: 'p', settings: { CHECK_POLICY: 'off' } },
    ],
    ['create user u for login l', { kind: 'create-user', login: 'l' }],
    ['alter role db_owner add member u', { scope: 'database', action: 'add', member: 'u' }],
    ['alter server role sysadmin drop member u', { scope: 'server', action: 'drop' }],
    ['grant view server state to l', { permissions: ['VIEW SERVER STATE'], principals: ['l'] }],
    [
      'grant execute on msdb.dbo.rds_x to l',
      { securable: { class: 'object', name: { database: 'msdb', name: 'rds_x' } } },
    ],
    [
      'revoke select, insert on schema::cdc from public',
      { permissions: ['SELECT', 'INSERT'], securable: { class: 'schema' } },
    ],
    ['alter authorization on database::d to sa', { class: 'database', owner: 'sa' }],
  ])('reads %s', (text, expected) => {
    expect(only(text)).toMatchObject(expected);
  });

  it('numbers lines through comments and strings', () => {
    expect(parseBatch("/* a\n /* b */ */ select '\n'\nselect 2").map(({ line }) => line)).toEqual([
      2, 4,
    ]);
  });
});

describe('syntax errors', () => {
  it.each<[string, number, string, number]>([
    ['select 1 +', 102, "Incorrect syntax near '+'.", 1],
    ['select\nselect 1', 156, "Incorrect syntax near the keyword 'select'.", 2],
    ["select 1\nselect 'abc", 105, "Unclosed quotation mark after the character string 'abc'.", 2],
    ['select [abc', 105, "Unclosed quotation mark after the character string 'abc'.", 1],
    ['/* open', 113, "Missing end comment mark '*/'.", 1],
    ['selec 1 from', 156, "Incorrect syntax near the keyword 'from'.", 1],
    [
      'select 1 from t where a',
      4145,
      "An expression of non-boolean type specified in a context where a condition is expected, near ''.",
      1,
    ],
    ['select 1 = 1', 102, "Incorrect syntax near '='.", 1],
    ['insert into t values (1', 102, "Incorrect syntax near '1'.", 1],
    ['begin end', 156, "Incorrect syntax near the keyword 'end'.", 1],
    ['select 1 end', 156, "Incorrect syntax near the keyword 'end'.", 1],
    [
      'select 1 create schema s',
      111,
      "'CREATE SCHEMA' must be the first statement in a query batch.",
      1,
    ],
    [
      'declare @a varchar(9000)',
      131,
      "The size (9000) given to the type 'varchar' exceeds the maximum allowed for any data type (8000).",
      1,
    ],
    ['declare @a decimal(39)', 1001, 'Line 1: Length or precision specification 39 is invalid.', 1],
    ['declare @a time(8)', 1002, 'Line 1: Specified scale 8 is invalid.', 1],
    ['select cast(1 as foo)', 243, 'Type foo is not a defined system type.', 1],
  ])('refuses %j', (...[text, number, message, line]) => {
    expect(() => parseBatch(text)).toThrow(
      expect.objectContaining({ number, message, line }) as Error,
    );
  });
});

describe('outside the subset', () => {
  it.each([
    ['merge t using u on 1 = 1 when matched then delete;', 'MERGE'],
    ['with x as (select 1 a) select * from x', 'WITH (a common table expression)'],
    ['select 1 union all select 2', 'UNION'],
    ['select * from (select 1 a) t', 'A derived table'],
    ['select * into u from t', 'SELECT INTO'],
    ['select * from t for json auto', 'FOR JSON'],
    ['select row_number() over (order by a) from t', 'OVER'],
    ['select * from a right join b on 1 = 1', 'RIGHT JOIN'],
    ['select * from a cross apply f(1)', 'CROSS APPLY'],
    ['select top 5 percent * from t', 'TOP … PERCENT'],
    ['select * from #t', 'A temporary table (#t)'],
    ['insert t output inserted.a values (1)', 'OUTPUT'],
    ['insert t exec p', 'INSERT … EXEC'],
    ['create view v as select 1', 'CREATE VIEW'],
    ['create procedure p as select 1', 'CREATE PROCEDURE'],
    ['create table t (a int check (a > 1))', 'A CHECK constraint'],
    ['create table t (a as 1)', 'A computed column'],
    ['create table t (a xml)', 'The type xml'],
    ['alter table t alter column a int', 'ALTER TABLE … ALTER'],
    ['goto x', 'GOTO'],
    ['kill 51', 'KILL'],
    ['declare @t table (a int)', 'A table variable'],
    ['declare c cursor for select 1', 'DECLARE CURSOR'],
    ['dbcc opentran', 'DBCC'],
  ])('names the construct of %j', (text, construct) => {
    expect(() => parseBatch(text)).toThrow(
      expect.objectContaining({
        number: 40517,
        message: expect.stringMatching(
          new RegExp(`^${construct.replace(/[()…]/g, '\\$&')} is outside the subset`),
        ) as string,
      }) as Error,
    );
  });
});
