import { parseArgs } from 'node:util';
import { HAZARD_NAMES, type HazardName } from '../../local/hazards/hazard-catalogue';
import type { Job, JobResult } from './job';
import { FAULTS } from './plant-faults';
import { runJobs } from './run-jobs';
import type { FeedName } from './simulated-settings';

/*
 * npm run simulate -- --seeds 1000 [--from N] [--feed billing|people] [--hazards NAME,…|all|none] [--twice]
 *                    [--trace] [--unshrunk] [--plant NAME,…|all] [--processes 2]
 */

/** Within so many seeds a planted fault must be seen. */
const PLANT_SEEDS_MAX = 200;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    feed: { type: 'string' },
    hazards: { type: 'string' },
    twice: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    unshrunk: { type: 'boolean', default: false },
    plant: { type: 'string' },
    processes: { type: 'string', default: '2' },
  },
});

function hazardsOf(text: string | undefined): HazardName[] | undefined {
  if (text === undefined) return undefined;
  if (text === 'all') return HAZARD_NAMES;
  if (text === 'none') return [];
  return text.split(',').map((name) => {
    const found = HAZARD_NAMES.find((known) => known === name);
    if (found === undefined)
      throw new Error(`No hazard is named ${name}: ${HAZARD_NAMES.join(', ')}`);
    return found;
  });
}

function feedOf(text: string | undefined): FeedName | undefined {
  if (text === undefined || text === 'billing' || text === 'people') return text;
  throw new Error(`Expected --feed billing or people, got ${text}`);
}

function jobsOf(): Job[] {
  const from = Number(values.from);
  if (values.plant !== undefined) {
    const names = values.plant === 'all' ? FAULTS.map(({ name }) => name) : values.plant.split(',');
    return names.map((fault) => ({ kind: 'plant', fault, from, seedsMax: PLANT_SEEDS_MAX }));
  }
  const feed = feedOf(values.feed);
  const hazards = hazardsOf(values.hazards);
  return Array.from({ length: Number(values.seeds) }, (_, index) => ({
    kind: 'seed',
    seed: from + index,
    twice: values.twice,
    keepLines: values.trace,
    shrinks: !values.unshrunk,
    ...(feed === undefined ? {} : { feed }),
    ...(hazards === undefined ? {} : { hazards }),
  }));
}

function tellResult({ job, ...result }: JobResult): void {
  if (job.kind === 'plant') {
    const { seedsTaken } = result;
    console.log(
      seedsTaken === undefined
        ? `${job.fault}: not seen in ${job.seedsMax} seeds`
        : `${job.fault}: seen after ${seedsTaken} ${seedsTaken === 1 ? 'seed' : 'seeds'}: ${result.violations[0] ?? ''}`,
    );
    return;
  }
  const { hash, violations, feed } = result;
  console.log(`seed ${job.seed} ${feed} ${hash} ${violations.length === 0 ? 'holds' : 'FAILS'}`);
  for (const line of result.lines) console.log(`  ${line}`);
  if (violations.length === 0) return;
  for (const violation of violations) console.log(`  ${violation}`);
  const { hazards } = job;
  const given = hazards === undefined ? '' : ` --hazards ${hazards.join(',') || 'none'}`;
  console.log(`  again: npm run simulate -- --seeds 1 --from ${job.seed} --feed ${feed}${given}`);
  if (result.history.length > 0)
    console.log(['  its shortest history:', ...result.history].join('\n    '));
}

async function main(): Promise<void> {
  const jobs = jobsOf();
  const started = Date.now();
  let failed = 0;
  await runJobs(jobs, {
    processes: Number(values.processes),
    onResult: (result) => {
      const isGood =
        result.job.kind === 'plant'
          ? result.seedsTaken !== undefined
          : result.violations.length === 0;
      if (!isGood) failed += 1;
      tellResult(result);
    },
  });
  const seconds = Math.round((Date.now() - started) / 1000);
  const what = values.plant === undefined ? 'schedules' : 'planted faults';
  console.log(`${jobs.length} ${what} in ${seconds} s, ${failed} of them not as they must be`);
  if (failed > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
