import { join } from 'node:path';
import { requireTool } from '../support/require-tool';
import { findClient, runClient } from './run-client';
import { startStandIn } from '../support/stand-in';

// Debian's package is for Debian's Python, whichever comes first on the path.
const PYTHON = '/usr/bin/python3';

interface Seen {
  rows: unknown[];
  duplicate: [number, string];
  absent: [number, string];
}

describe('python-tds against the SQL Server stand-in', () => {
  requireTool(findClient(PYTHON, ['-c', 'import pytds']), (file) => {
    let seen: Seen;

    beforeAll(async () => {
      const standIn = await startStandIn();
      const args = [join(__dirname, 'python-tds-peer.py'), String(standIn.port)];
      const { output } = await runClient({ file, args });
      await standIn.close();
      seen = JSON.parse(output) as Seen;
    });

    it('reads what it wrote by parameters and in bulk', () => {
      // python-tds divides decimals, which drops zeros at the end.
      expect(seen.rows).toEqual([
        [1, 'Zoë', '12.5'],
        [2, 'bulk', '3'],
        [3, null, null],
      ]);
    });

    it('is refused a second row under one key', () => {
      expect(seen.duplicate[0]).toBe(2627);
      expect(seen.duplicate[1]).toContain('The duplicate key value is (1).');
    });

    it('is told of a table that is missing', () => {
      expect(seen.absent).toEqual([208, "Invalid object name 'dbo.absent'."]);
    });
  });
});
