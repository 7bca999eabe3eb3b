import type { HazardName } from '../../local/hazards/hazard-catalogue';
import { drawSchedule } from './draw-schedule';
import { FAULTS } from './plant-faults';
import { prepareFeed, type PreparedFeed } from './prepared-feed';
import { runSchedule, type Outcome } from './run-schedule';
import type { Schedule } from './schedule';
import { shrink } from './shrink';
import type { FeedName } from './simulated-settings';
import { tellSchedule } from './tell-schedule';

/** What a worker is given to do. */
export type Job =
  | {
      kind: 'seed';
      seed: number;
      feed?: FeedName;
      hazards?: HazardName[];
      /** Runs it again, which must do the same. */
      twice: boolean;
      keepLines: boolean;
      /** Looks for the shortest history of a failing seed, which takes about a minute. */
      shrinks: boolean;
    }
  | { kind: 'plant'; fault: string; from: number; seedsMax: number };

export interface JobResult {
  job: Job;
  feed: FeedName;
  hash: string;
  violations: string[];
  /** Of a failing seed: its shortest history. */
  history: string[];
  lines: readonly string[];
  /** Of a planted fault: how many seeds it took. */
  seedsTaken?: number;
}

const prepared = new Map<FeedName, Promise<PreparedFeed>>();

/** Prepared once a process. */
function preparedFeed(feed: FeedName): Promise<PreparedFeed> {
  const found = prepared.get(feed) ?? prepareFeed(feed);
  prepared.set(feed, found);
  return found;
}

export function doJob(job: Job): Promise<JobResult> {
  return job.kind === 'seed' ? runSeed(job) : plant(job);
}

async function runSeed(job: Extract<Job, { kind: 'seed' }>): Promise<JobResult> {
  const { seed, twice, keepLines, shrinks, ...given } = job;
  const schedule = drawSchedule(seed, given);
  const { feed } = schedule;
  const settings = { prepared: await preparedFeed(feed), keepLines };
  const outcome = await runSchedule(schedule, settings);
  const { hash, lines } = outcome;
  const violations = [...outcome.violations];
  const again = twice ? await runSchedule(schedule, settings) : outcome;
  if (again.hash !== hash) {
    violations.push(`the seed gave the trace ${hash}, and then ${again.hash}`);
  }
  const isFailing = outcome.violations.length > 0;
  const briefly = { ...settings, keepLines: false, stopsAtFirst: true };
  const history =
    isFailing && shrinks
      ? await shortest(schedule, (candidate) => runSchedule(candidate, briefly))
      : [];
  return { job, feed, hash, violations, history, lines };
}

async function shortest(
  schedule: Schedule,
  run: (candidate: Schedule) => Promise<Outcome>,
): Promise<string[]> {
  const shrunk = await shrink(
    schedule,
    async (candidate) => (await run(candidate)).violations.length > 0,
  );
  const { violations } = await run(shrunk);
  return [...tellSchedule(shrunk), ...violations.map((violation) => `→ ${violation}`)];
}

/** Runs seeds until the fault is seen. */
async function plant(job: Extract<Job, { kind: 'plant' }>): Promise<JobResult> {
  const fault = FAULTS.find(({ name }) => name === job.fault);
  if (fault === undefined) {
    throw new Error(`No fault is named ${job.fault}: ${FAULTS.map(({ name }) => name).join(', ')}`);
  }
  const { feed } = fault;
  const settings = { prepared: await preparedFeed(feed), fault };
  const result = { job, feed, history: [], lines: [] };
  for (let taken = 1; taken <= job.seedsMax; taken += 1) {
    const schedule = drawSchedule(job.from + taken - 1, { feed });
    const { violations, hash } = await runSchedule(schedule, { ...settings, stopsAtFirst: true });
    if (violations.length > 0) return { ...result, hash, violations, seedsTaken: taken };
  }
  return { ...result, hash: '', violations: [] };
}
