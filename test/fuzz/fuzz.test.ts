import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { FuzzTarget } from './fuzz-target';
import { fuzzRecords } from './records-target';
import { fuzzTds } from './tds-target';

const run = (target: FuzzTarget, cases: number) =>
  target({ cases, seed: 26, progress: () => undefined });

describe('malformed input', () => {
  it('ends as records refused with their payload or read as they are, neighbours untouched', async () => {
    const { findings, outcomes } = await run(fuzzRecords, 5000);

    expect(findings).toEqual([]);
    expect(Object.keys(outcomes)).toEqual([
      'billing-alerts: quarantined',
      'billing-alerts: read',
      'flatten-item-changes: Ok',
      'flatten-item-changes: ProcessingFailed',
      'flatten-row-changes: Dropped',
      'flatten-row-changes: Ok',
      'flatten-row-changes: ProcessingFailed',
    ]);
  });

  it('at the TDS port ends its own connection alone', async () => {
    const { findings, outcomes } = await run(fuzzTds, 1200);

    expect(findings).toEqual([]);
    expect(outcomes).toEqual({
      'answered and closed': expect.any(Number) as number,
      'closed without a word': expect.any(Number) as number,
    });
  });

  it('at the endpoint is answered or ends its own connection alone', () => {
    const script = join(__dirname, 'run.ts');
    const args = ['--import', 'tsx', script, 'endpoint', '--cases', '1200', '--seed', '26'];

    // A process of its own, since a crash of it is what is looked for.
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });

    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringContaining('1200 cases of seed 26') as string,
    });
  });
});
