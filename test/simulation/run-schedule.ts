import { chance } from '../../local/chance';
import type { HazardName } from '../../local/hazards/hazard-catalogue';
import { drawnHazards, type Hazards } from '../../local/hazards/hazards';
import { BillingRun } from './billing-run';
import { ItemRun } from './item-run';
import { draws } from './draws';
import type { Fault } from './fault';
import type { RunOptions } from './lives';
import type { PreparedFeed } from './prepared-feed';
import type { Schedule } from './schedule';
import type { ScheduleRun } from './schedule-run';
import { withSimulatedGlobals } from './simulated-globals';

export interface Outcome {
  /** Of everything that happened, with its time. */
  hash: string;
  /** What is not as it must be; empty when all is well. */
  violations: string[];
  lines: readonly string[];
  crashes: number;
}

export interface RunSettings {
  prepared: PreparedFeed;
  fault?: Omit<Fault, 'name' | 'feed'>;
  keepLines?: boolean;
  quietTurns?: number;
  /** Waits no longer for things to mend once they had as long as they need: enough to see a fault. */
  stopsAtFirst?: boolean;
}

const LOOK_AGAIN_MILLISECONDS = 15_000;
/** Leases, back-offs and buffers one after the other end long before it. */
const REST_MILLISECONDS_MAX = 900_000;
const REST_MILLISECONDS_SHORT = 420_000;

/** Runs a schedule to its end, lets everything come to rest, and checks what is left. */
export async function runSchedule(schedule: Schedule, settings: RunSettings): Promise<Outcome> {
  const { prepared, fault = {}, keepLines = false, quietTurns } = settings;
  const restMs = settings.stopsAtFirst === true ? REST_MILLISECONDS_SHORT : REST_MILLISECONDS_MAX;
  const hazards = endingHazards(schedule);
  const Run = schedule.feed === 'billing' ? BillingRun : ItemRun;
  const run = new Run({
    schedule,
    prepared,
    hazards: hazards.ofLife,
    fault,
    keepLines,
    ...(quietTurns === undefined ? {} : { quietTurns }),
  } satisfies RunOptions);
  const sources = { clock: () => run.lives.clock, chance: draws(`globals ${schedule.seed}`) };
  return withSimulatedGlobals(sources, async () => {
    const violations = await play(run, schedule, { endHazards: hazards.end, restMs }).catch(
      (error: unknown) => [
        `the run ended with ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      ],
    );
    const { trace, crashes } = run.lives;
    run.lives.cloud.life.die();
    return { hash: trace.hash(), violations, lines: trace.lines, crashes };
  });
}

async function play(
  run: ScheduleRun,
  schedule: Schedule,
  { endHazards, restMs }: { endHazards: () => void; restMs: number },
): Promise<string[]> {
  await run.begin();
  for (const step of schedule.steps) {
    run.lives.trace.note(`step ${JSON.stringify(step)}`);
    await run.take(step);
  }
  endHazards();
  let violations: string[] = ['nothing was looked at'];
  for (let waited = 0; waited < restMs; waited += LOOK_AGAIN_MILLISECONDS) {
    const wasGood = violations.length === 0;
    await run.rest(LOOK_AGAIN_MILLISECONDS);
    violations = run.check();
    if (wasGood && violations.length === 0) break;
  }
  return violations;
}

/** A schedule has few occasions for each. */
const HAZARDS_TIMES = 4;

/**
 * Strike until they are ended. A clock that is off stays so over all lives: the services ask for theirs in
 * one order at each start, and are given the same again.
 */
function endingHazards({ seed, hazards: names }: Schedule): {
  ofLife: () => Hazards;
  end: () => void;
} {
  const drawn = drawnHazards(new Set(names), chance(`hazards ${seed}`), HAZARDS_TIMES);
  let isOn = true;
  const ofLife = () => {
    const skews = draws(`skews ${seed}`);
    let isSkew = false;
    return {
      ...drawn,
      strikes: (name: HazardName) => {
        isSkew = name === 'clock-skew' && names.includes(name);
        return isSkew || (isOn && drawn.strikes(name));
      },
      below: (limit: number) => {
        if (!isSkew) return drawn.below(limit);
        isSkew = false;
        return skews.below(limit);
      },
    };
  };
  return {
    ofLife,
    end: () => {
      isOn = false;
    },
  };
}
