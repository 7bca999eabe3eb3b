import { HAZARD_NAMES, type HazardName } from '../../local/hazards/hazard-catalogue';
import { draws, type Draws } from './draws';
import type { ItemWrite, Schedule, Statement, Step } from './schedule';
import type { FeedName } from './simulated-settings';

const CUSTOMERS = 4;
const KEYS = ['a', 'b', 'c', 'd', 'e'] as const;
const STEPS_MIN = 6;
const STEPS_MORE = 16;
const FRESH_ONE_IN = 8;
/** A log that was truncated before it was read is a loss by definition: it has tests of its own. */
const LOSSES: readonly HazardName[] = ['dms-log-truncated'];
const HAZARD_ONE_IN = 5;

/** Hazards that a schedule may have without breaking a promise. */
const DRAWN_HAZARDS = HAZARD_NAMES.filter((name) => !LOSSES.includes(name));

/** The schedule of a seed. Every seventh has no hazards at all. */
export function drawSchedule(
  seed: number,
  options: { feed?: FeedName; hazards?: readonly HazardName[] } = {},
): Schedule {
  const chance = draws(`schedule ${seed}`);
  const feed = options.feed ?? (seed % 2 === 0 ? 'billing' : 'people');
  const calm = chance.oneIn(7);
  const hazards = DRAWN_HAZARDS.filter(() => chance.oneIn(HAZARD_ONE_IN) && !calm);
  const length = STEPS_MIN + chance.below(STEPS_MORE);
  return {
    seed,
    feed,
    fresh: feed === 'billing' && chance.oneIn(FRESH_ONE_IN),
    hazards: [...(options.hazards ?? hazards)],
    steps: Array.from({ length }, () =>
      feed === 'billing' ? billingStep(chance) : itemStep(chance),
    ),
  };
}

/** The first of the pairs that the draw falls into; each is as likely as its weight among all. */
function weighted<T>(
  chance: Draws,
  choices: readonly (readonly [weight: number, make: () => T])[],
): T {
  let drawn = chance.below(choices.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, make] of choices) {
    if (drawn < weight) return make();
    drawn -= weight;
  }
  throw new Error('No choice was given');
}

function billingStep(chance: Draws): Step {
  return weighted<Step>(chance, [
    [14, () => transaction(chance)],
    [7, () => wait(chance)],
    [1, () => ({ kind: 'stop task' })],
    [2, () => ({ kind: 'resume task' })],
    [1, () => ({ kind: 'reload' })],
    ...disturbances(chance),
  ]);
}

function itemStep(chance: Draws): Step {
  return weighted<Step>(chance, [
    [12, () => ({ kind: 'write', write: itemWrite(chance) })],
    [
      3,
      () => ({
        kind: 'transact',
        writes: distinct(Array.from({ length: 2 + chance.below(3) }, () => itemWrite(chance))),
        refused: chance.oneIn(4),
      }),
    ],
    [7, () => wait(chance)],
    ...disturbances(chance),
  ]);
}

function disturbances(chance: Draws): (readonly [number, () => Step])[] {
  return [
    [1, () => ({ kind: 'restart' })],
    [1, () => ({ kind: 'crash' })],
    [
      2,
      () => ({
        kind: 'crash at write',
        nth: 1 + chance.below(30),
        when: chance.pick(['before', 'after']),
      }),
    ],
  ];
}

/** Mostly moments, so that much is under way at once; now and then past every buffer. */
function wait(chance: Draws): Step {
  const most = weighted(chance, [
    [4, () => 50],
    [4, () => 3000],
    [2, () => 30_000],
    [1, () => 100_000],
  ]);
  return { kind: 'wait', milliseconds: 1 + chance.below(most) };
}

function transaction(chance: Draws): Step {
  return {
    kind: 'transaction',
    statements: Array.from({ length: 1 + chance.below(4) }, () => statement(chance)),
    end: chance.oneIn(6) ? 'rollback' : 'commit',
    pauseMilliseconds: chance.oneIn(5) ? chance.below(3000) : 0,
  };
}

function statement(chance: Draws): Statement {
  const customer = 1 + chance.below(CUSTOMERS);
  const nth = chance.below(40);
  return weighted<Statement>(chance, [
    [6, () => ({ kind: 'insert invoice', customer, aboveNormal: chance.oneIn(5) })],
    [4, () => ({ kind: 'insert payment', customer })],
    [4, () => ({ kind: 'update invoice', nth })],
    [2, () => ({ kind: 'update payment', nth })],
    [1, () => ({ kind: 'move invoice', nth })],
    [2, () => ({ kind: 'delete invoice', nth })],
    [1, () => ({ kind: 'restore invoice', nth })],
    [1, () => ({ kind: 'renumber payment', nth })],
    [1, () => ({ kind: 'delete payment', nth })],
  ]);
}

function itemWrite(chance: Draws): ItemWrite {
  const key = chance.pick(KEYS);
  return weighted<ItemWrite>(chance, [
    [6, () => ({ kind: 'put', key, ...(chance.oneIn(6) ? { expires: true } : {}) })],
    [4, () => ({ kind: 'update', key })],
    [3, () => ({ kind: 'delete', key })],
  ]);
}

/** A transaction of DynamoDB names each item once. */
function distinct(writes: ItemWrite[]): ItemWrite[] {
  return writes.filter(({ key }, at) => writes.findIndex((other) => other.key === key) === at);
}
