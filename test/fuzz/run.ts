import { parseArgs } from 'node:util';
import { fuzzEndpoint } from './endpoint-target';
import { fuzzRecords } from './records-target';
import { fuzzTds } from './tds-target';
import type { FuzzTarget } from './fuzz-target';

const TARGETS: Readonly<Record<string, FuzzTarget>> = {
  records: fuzzRecords,
  tds: fuzzTds,
  endpoint: fuzzEndpoint,
};
const CASES_DEFAULT = 100_000;

/** `npm run fuzz -- records|tds|endpoint [--cases N] [--seed S]`; exit code 1 where it finds something. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { cases: { type: 'string' }, seed: { type: 'string' } },
  });
  const name = positionals[0] ?? '';
  const target = TARGETS[name];
  if (target === undefined) {
    console.error(`Expected one of ${Object.keys(TARGETS).join(', ')}, got "${name}".`);
    process.exit(2);
  }
  const cases = Number(values.cases ?? CASES_DEFAULT);
  const seed = Number(values.seed ?? 1);
  const startedAt = Date.now();
  let told = startedAt;
  const result = await target({
    cases,
    seed,
    progress: (done) => {
      if (Date.now() - told < 5000) return;
      told = Date.now();
      console.error(`${done} of ${cases}`);
    },
  });
  const seconds = (Date.now() - startedAt) / 1000;
  console.log(`${name}: ${result.cases} cases of seed ${seed} in ${seconds.toFixed(0)} s`);
  for (const [outcome, count] of Object.entries(result.outcomes)) {
    console.log(`  ${outcome} ${count}`);
  }
  const { early, end } = result.memoryMegabytes;
  console.log(`  memory ${early} MB after a tenth, ${end} MB at the end`);
  for (const finding of result.findings) console.log(`FOUND ${JSON.stringify(finding)}`);
  console.log(`${result.findings.length} findings`);
  process.exit(result.findings.length === 0 ? 0 : 1);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
