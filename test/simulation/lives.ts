import type { Hazards } from '../../local/hazards/hazards';
import { copyState, type DurableState } from './durable-state';
import { draws } from './draws';
import type { Fault } from './fault';
import { createLife } from './life';
import type { PreparedFeed } from './prepared-feed';
import { simulatedClock, type SimulatedClock } from './simulated-clock';
import { startCloud, type SimulatedCloud } from './simulated-cloud';
import type { Schedule } from './schedule';
import { StruckSends } from './struck-sends';
import { createTrace, type Trace } from './trace';

export interface RunOptions {
  schedule: Schedule;
  prepared: PreparedFeed;
  /** Asked at the start of each life. */
  hazards: () => Hazards;
  fault: Omit<Fault, 'name' | 'feed'>;
  keepLines: boolean;
  /** As `simulatedClock` takes it. */
  quietTurns?: number;
}

const RESTART_MILLISECONDS = 1000;
const LIVES_MAX = 50;

/** The cloud of a run over all its lives: each begins on what the one before left. */
export class Lives {
  readonly state: DurableState;
  readonly trace: Trace;
  readonly sends = new StruckSends();
  /** Lives that ended in a crash. */
  crashes = 0;
  clock: SimulatedClock;
  readonly #options: RunOptions;
  readonly #chance;
  #cloud: SimulatedCloud | undefined;
  #begun = 0;

  constructor(options: RunOptions) {
    const { prepared, schedule } = options;
    this.#options = options;
    this.#chance = draws(`interleaving ${schedule.seed}`);
    this.state = copyState(schedule.fresh ? prepared.fresh : prepared.loaded);
    this.clock = this.#newClock(prepared.startMs);
    this.trace = createTrace(() => this.clock.now(), options);
  }

  /** The cloud of this life. */
  get cloud(): SimulatedCloud {
    if (this.#cloud === undefined) throw new Error('No life has begun');
    return this.#cloud;
  }

  async begin(): Promise<void> {
    for (; this.#begun < LIVES_MAX;) {
      this.#begun += 1;
      const life = createLife(this.clock, this.#chance);
      const { prepared, fault, schedule } = this.#options;
      const hazards = this.#options.hazards();
      const { stacks } = prepared;
      const chanceSeed = `${schedule.seed} life ${this.#begun}`;
      const { state, trace, sends } = this;
      trace.note(`life ${this.#begun}`);
      this.#cloud = await startCloud({
        stacks,
        state,
        life,
        trace,
        chanceSeed,
        hazards,
        fault,
        sends,
      });
      if (this.#cloud !== undefined) return;
      if (!life.isOver()) throw new Error(`The cloud of life ${this.#begun} did not start`);
      this.clock = this.#newClock(this.clock.now());
    }
    throw new Error(`The cloud did not start in ${LIVES_MAX} lives`);
  }

  /** Begins the next life where this one has crashed; true when it has. */
  async goOn(): Promise<boolean> {
    if (!this.cloud.life.isOver()) return false;
    this.crashes += 1;
    this.clock = this.#newClock(this.clock.now() + RESTART_MILLISECONDS);
    await this.begin();
    return true;
  }

  async restart(): Promise<void> {
    await this.cloud.close();
    this.clock = this.#newClock(this.clock.now() + RESTART_MILLISECONDS);
    await this.begin();
  }

  #newClock(startMs: number): SimulatedClock {
    const { quietTurns } = this.#options;
    return simulatedClock(startMs, this.#chance, quietTurns === undefined ? {} : { quietTurns });
  }
}
