import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireTool } from '../support/require-tool';
import { findClient, runClient } from './run-client';
import { PASSWORD, startStandIn } from '../support/stand-in';

describe('FreeTDS against the SQL Server stand-in', () => {
  requireTool(findClient('tsql', ['-C']), (tsql) => {
    const folder = mkdtempSync(join(tmpdir(), 'tributary-freetds-'));
    const env = { FREETDSCONF: join(folder, 'freetds.conf') };
    const login = (server: string) => ['-S', server, '-U', 'sa', '-P', PASSWORD];
    let standIn: Awaited<ReturnType<typeof startStandIn>>;

    beforeEach(async () => {
      standIn = await startStandIn();
      const server = (name: string, encryption: string) =>
        `[${name}]\nhost = 127.0.0.1\nport = ${standIn.port}\ntds version = 7.4\n` +
        `encryption = ${encryption}\nclient charset = UTF-8\n`;
      writeFileSync(env.FREETDSCONF, server('plain', 'off') + server('tls', 'require'));
    });
    afterEach(() => standIn.close());
    afterAll(() => rmSync(folder, { recursive: true }));

    const query = async (server: string, ...batches: string[]) => {
      const input = `${[...batches, 'exit'].join('\ngo\n')}\n`;
      const args = [...login(server), '-o', 'fhq'];
      return (await runClient({ file: tsql, args, input, env })).output;
    };

    it.each(['plain', 'tls'])('writes and reads rows (%s)', async (server) => {
      const output = await query(
        server,
        'CREATE TABLE dbo.peers (id INT PRIMARY KEY, name NVARCHAR(50), amount DECIMAL(12,2))',
        "INSERT INTO dbo.peers VALUES (1, N'Zoë', 12.50), (2, N'x', NULL)",
        'SELECT id, name, amount FROM dbo.peers ORDER BY id',
      );

      expect(output).toContain('1\tZoë\t12.50\n2\tx\tNULL\n');
    });

    it('shows an error with number, severity and text', async () => {
      const output = await query('plain', 'SELECT * FROM dbo.absent');

      expect(output).toContain('Msg 208 (severity 16, state 1)');
      expect(output).toContain("Invalid object name 'dbo.absent'.");
    });

    it('is told of a wrong password', async () => {
      const args = ['-S', 'plain', '-U', 'sa', '-P', 'wrong'];

      const { status, output } = await runClient({ file: tsql, args, env });

      expect(status).not.toBe(0);
      expect(output).toContain("Login failed for user 'sa'.");
    });

    it('loads rows in bulk through freebcp', async () => {
      await query('plain', 'CREATE TABLE dbo.peers (id INT PRIMARY KEY, name NVARCHAR(50))');
      const file = join(folder, 'rows.tsv');
      writeFileSync(file, '7\tseven\n8\teight\n');

      const args = ['master.dbo.peers', 'in', file, ...login('plain'), '-c'];
      const { output } = await runClient({ file: 'freebcp', args, env });

      expect(output).toContain('2 rows copied');
    });
  });
});
