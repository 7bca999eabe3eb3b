import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scriptBatches, scriptHash } from '../../consumers/database-runner/script';
import type { Script } from '../../consumers/database-runner/script';

const FOLDER = join(__dirname, '../../sql');
const script = (name: string): Script => ({
  name,
  text: readFileSync(join(FOLDER, name), 'utf8'),
  database: 'feed',
  optional: false,
});
const VARIABLES = { pollingSeconds: 3599, isRds: true, multiAz: false };

describe('scripts', () => {
  it('are all in the bundle', () => {
    const source = readFileSync(
      join(__dirname, '../../consumers/database-runner/scripts.ts'),
      'utf8',
    );

    const missing = readdirSync(FOLDER).filter(
      (name) => name.endsWith('.sql') && !source.includes(`/${name}'`),
    );

    expect(missing).toEqual([]);
  });

  it('insert the ten first rows by ten statements', () => {
    const inserts = script('0003-first-rows.sql').text.match(/INSERT INTO dbo\.invoices VALUES/g);

    expect(inserts).toHaveLength(10);
  });

  it('get their variables as declarations of numbers, only where they are used', () => {
    const batches = scriptBatches(script('0005-capture-job.sql'), VARIABLES);

    expect(batches).toHaveLength(4);
    expect(batches[0]).toContain('DECLARE @polling_seconds INT = 3599;\n');
    expect(batches[2]).toBe("EXEC sys.sp_cdc_start_job @job_type = N'capture';");
    expect(batches[3]).toContain('DECLARE @is_rds BIT = 1;\nDECLARE @multi_az BIT = 0;\n');
  });

  it('are known by the SHA-256 of their text', () => {
    expect(scriptHash({ name: 'x', text: 'abc', database: 'feed', optional: false })).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
