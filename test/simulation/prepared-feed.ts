import { NO_HAZARDS } from '../../local/hazards/hazards';
import type { StackDefinition } from '../../local/definition/read-definition';
import { dynamoFeedOutputs, relationalFeedOutputs } from '../../wire/feed-outputs';
import type { RunnerRequest } from '../../wire/database-runner';
import { synthesizedDefinition } from '../support/synthesized-definition';
import { applyScripts } from '../support/whole-feed';
import { copyState, emptyState, type DurableState } from './durable-state';
import { draws } from './draws';
import { createLife } from './life';
import { simulatedClock } from './simulated-clock';
import { startCloud, type SimulatedCloud } from './simulated-cloud';
import { withSimulatedGlobals } from './simulated-globals';
import { simulatedSettings, type FeedName } from './simulated-settings';
import { StruckSends } from './struck-sends';
import { createTrace } from './trace';

/** A feed that stands ready: where every schedule begins. */
export interface PreparedFeed {
  stacks: readonly StackDefinition[];
  startMs: number;
  /** The tables are loaded and the task runs; or it has never been started. */
  loaded: DurableState;
  fresh: DurableState;
}

const EPOCH_MS = Date.UTC(2026, 0, 15, 10, 0, 0);
const READING_MILLISECONDS = 5000;
const LOADING_MILLISECONDS = 90_000;

const PREPARATIONS_MAX = 5;

/**
 * Deploys the feed and loads it, once for all schedules of a process. What libraries do on their first use
 * alone (the SDK reads its configuration files) must be over before any schedule: so it is done until
 * two preparations are the same.
 */
export async function prepareFeed(feed: FeedName): Promise<PreparedFeed> {
  const stacks = synthesizedDefinition(simulatedSettings(), [feed]);
  let before = await prepareOnce(feed, stacks);
  for (let times = 1; times < PREPARATIONS_MAX; times += 1) {
    const now = await prepareOnce(feed, stacks);
    if (now.hash === before.hash) return now.prepared;
    before = now;
  }
  throw new Error(`${PREPARATIONS_MAX} preparations of the feed ${feed} differ from each other`);
}

async function prepareOnce(
  feed: FeedName,
  stacks: readonly StackDefinition[],
): Promise<{ prepared: PreparedFeed; hash: string }> {
  const chance = draws(`prepare ${feed}`);
  const life = createLife(simulatedClock(EPOCH_MS, chance), chance);
  const { clock } = life;
  return withSimulatedGlobals({ clock: () => clock, chance }, async () => {
    const state = emptyState();
    const trace = createTrace(() => clock.now(), { keepLines: false });
    const cloud = await startCloud({
      stacks,
      state,
      life,
      trace,
      chanceSeed: `prepare ${feed}`,
      hazards: NO_HAZARDS,
      fault: {},
      sends: new StruckSends(),
    });
    if (cloud === undefined) throw new Error(`The feed ${feed} did not start`);
    if (feed === 'people') await expireItems(cloud);
    if (feed === 'billing') await applyScripts(runnerOf(cloud));
    await clock.advance(READING_MILLISECONDS);
    const fresh = copyState(state);
    if (feed === 'billing') {
      await cloud.call('dms', 'StartReplicationTask', {
        ReplicationTaskArn: feedOf(cloud).dms.taskArn,
        StartReplicationTaskType: 'start-replication',
      });
      await clock.advance(LOADING_MILLISECONDS);
    }
    const loaded = copyState(state);
    await cloud.close();
    return { prepared: { stacks, startMs: clock.now(), loaded, fresh }, hash: trace.hash() };
  });
}

function feedOf(cloud: SimulatedCloud) {
  return relationalFeedOutputs.parse(cloud.running.outputs('billing')['feed']);
}

async function expireItems(cloud: SimulatedCloud): Promise<void> {
  await cloud.call('dynamodb', 'UpdateTimeToLive', {
    TableName: dynamoFeedOutputs.parse(cloud.running.outputs('people')['feed']).table.name,
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
  });
}

function runnerOf(cloud: SimulatedCloud): Parameters<typeof applyScripts>[0] {
  return {
    runner: async (request: RunnerRequest) => {
      const answer = await cloud.call('lambda', 'Invoke', {
        FunctionName: feedOf(cloud).database.runnerFunction,
        Payload: Buffer.from(JSON.stringify(request)),
      });
      const text = Buffer.from(answer?.['Payload'] as Uint8Array).toString();
      if (answer?.['FunctionError'] !== undefined) throw new Error(`${request.action}: ${text}`);
      return JSON.parse(text) as never;
    },
  };
}
