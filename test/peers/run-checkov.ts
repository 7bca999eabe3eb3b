import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Tool } from '../support/require-tool';

export interface FailedCheck {
  check: string;
  name: string;
  /** `people: files_bucket_D7C8A516`. Half of checkov's checks tell no type. */
  resource: string;
}

export interface CheckovReport {
  passed: number;
  failed: FailedCheck[];
}

interface Printed {
  summary: { passed: number; parsing_errors: number };
  results: {
    failed_checks: {
      check_id: string;
      check_name: string;
      file_path: string;
      resource: string;
    }[];
  };
}

type RunCheckov = (directory: string) => Promise<CheckovReport>;

/** In an environment of its own (`.ci/install-peers`), or wherever `CHECKOV` says. */
export function findCheckov(): Tool<RunCheckov> {
  const file = process.env['CHECKOV'] ?? resolve(__dirname, '../../.venv/checkov/bin/checkov');
  if (!existsSync(file)) return { missing: 'checkov (.ci/install-peers installs it)' };
  return { found: (directory) => scan(file, directory) };
}

/** Framework `terraform_json`: with `terraform` it finds nothing in `cdk.tf.json`, and says nothing. */
async function scan(file: string, directory: string): Promise<CheckovReport> {
  const options = ['--framework', 'terraform_json', '--skip-download', '--compact', '--quiet'];
  const args = ['-d', directory, ...options, '--soft-fail', '-o', 'json'];
  const env = { PATH: process.env['PATH'], BC_SKIP_MAPPING: 'TRUE', LOG_LEVEL: 'ERROR' };
  const { stdout } = await promisify(execFile)(file, args, { env, maxBuffer: 1e8 });
  const { summary, results } = JSON.parse(stdout) as Printed;
  if (summary.parsing_errors > 0) throw new Error(`checkov could not read ${directory}`);
  return {
    passed: summary.passed,
    failed: results.failed_checks.map(({ check_id, check_name, file_path, resource }) => ({
      ...{ check: check_id, name: check_name },
      resource: `${stackOf(file_path)}: ${resource.slice(resource.indexOf('.') + 1)}`,
    })),
  };
}

/** `/stacks/people/cdk.tf.json`. */
function stackOf(path: string): string {
  return path.split('/').at(-2) ?? path;
}
