import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { measurements, type MeasurementName } from './measurements';
import { isMet, reportMarkdown, reportText, type Report } from './report';

/*
 * `npm run bench`: every measurement, each in a process of its own; `npm run bench -- kinesis seed` only
 * those. A whole run writes bench/results.md. Exits 1 where a measurement fails, 3 where only a floor is not met, which
 * may be the machine's doing.
 */

const EXIT_BELOW_FLOOR = 3;
const RESULTS = join(__dirname, 'results.md');

async function main(names: MeasurementName[]): Promise<void> {
  const own = process.send?.bind(process);
  if (own !== undefined) {
    const [name] = names;
    if (name === undefined) throw new Error('Expected a measurement');
    own(await measurements[name]());
    process.disconnect();
    return;
  }
  const all = Object.keys(measurements) as MeasurementName[];
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Error(`Expected ${all.join(', ')}, got ${unknown}`);
  const reports: Report[] = [];
  for (const name of names.length === 0 ? all : names) {
    const report = await inOwnProcess(name);
    process.stdout.write(`\n${reportText(report)}\n`);
    reports.push(report);
  }
  if (names.length === 0) writeFileSync(RESULTS, results(reports));
  if (!reports.flatMap(({ figures }) => figures).every(isMet)) process.exitCode = EXIT_BELOW_FLOOR;
}

function inOwnProcess(name: MeasurementName): Promise<Report> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, [name], {
      execArgv: ['--require', 'tsx/cjs', '--expose-gc'],
      env: { ...process.env, TZ: 'UTC', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    });
    let report: Report | undefined;
    child.on('message', (message) => (report = message as Report));
    child.on('exit', (code) => {
      if (report !== undefined && code === 0) resolve(report);
      else reject(new Error(`The measurement ${name} ended with ${String(code)}`));
    });
  });
}

function results(reports: readonly Report[]): string {
  const [cpu] = cpus();
  const machine =
    `${String(cpus().length)} cores of ${cpu?.model.trim() ?? 'an unknown processor'}, ` +
    `${String(Math.round(totalmem() / 2 ** 30))} GiB, ${type()} ${release()}, Node ${process.version}`;
  return (
    [
      '# Benchmarks',
      `Written by \`npm run bench\` on ${machine}. Every ratio was measured side by side in one run.`,
      ...reports.map(reportMarkdown),
    ].join('\n\n') + '\n'
  );
}

main(process.argv.slice(2) as MeasurementName[]).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
