import { progressText } from '../progress';
import type { Screen } from '../screen';
import { sizeOf } from '../send-in-order';
import { byKind, relationalTarget, type Target } from '../target';
import { UserError } from '../user-error';
import { intoConsumer } from './into-consumer';
import { intoStream } from './into-stream';
import { readChanges, type LakeChange } from './lake-changes';
import { rebuiltChange, type RebuiltChange, type ReplaySink } from './rebuilt-change';
import type { ReplayState } from './replay-state';
import { unsentAlerts } from './unsent-alerts';

export interface ReplayRun {
  state: ReplayState;
  /** Called after each batch was acknowledged. */
  save: (state: ReplayState) => void;
}

/**
 * Sends what the replay has not sent yet, in the order of positions. An insert whose alerts were never
 * settled is left out unless the replay is to send alerts: a replay pages nobody by itself.
 */
export async function runReplay(
  target: Target,
  screen: Screen,
  { state: begun, save }: ReplayRun,
): Promise<ReplayState> {
  let state = begun;
  const sink = await sinkOf(target, state);
  const startedAt = Date.now();
  const doneBefore = state.done;
  for await (const batch of batches(target, state, sink)) {
    const leftOut = await toLeaveOut(target, batch, state);
    const sent = batch.filter(({ change }) => !leftOut.has(change));
    try {
      if (sent.length > 0) await sink.send(sent, state.done - state.leftOut);
    } catch (error) {
      screen.settle();
      if (!(error instanceof UserError)) throw error;
      throw new UserError(`${error.message}. Go on with --resume ${state.id}.`, { cause: error });
    }
    state = {
      ...state,
      done: state.done + batch.length,
      leftOut: state.leftOut + leftOut.size,
      ...placeOf(batch),
    };
    save(state);
    const elapsedSeconds = (Date.now() - startedAt) / 1000;
    const done = state.done - doneBefore;
    // What was on its way when it was counted comes on top.
    const total = Math.max(done, state.total - doneBefore);
    screen.status(progressText({ done, total, unit: 'changes', elapsedSeconds }));
  }
  screen.settle();
  state = { ...state, finished: true };
  save(state);
  return state;
}

function placeOf(batch: readonly RebuiltChange[]): { place?: string } {
  const last = batch.at(-1);
  return last === undefined ? {} : { place: last.change.place };
}

async function sinkOf(target: Target, { into, id }: ReplayState): Promise<ReplaySink> {
  return into === 'stream' ? intoStream(target) : intoConsumer(relationalTarget(target), id);
}

async function toLeaveOut(
  target: Target,
  batch: readonly RebuiltChange[],
  { sendAlerts }: ReplayState,
): Promise<Set<LakeChange>> {
  if (sendAlerts) return new Set();
  const changes = batch.map(({ change }) => change);
  return byKind(target, {
    sqlserver: (relational) => unsentAlerts(relational, changes),
    dynamodb: () => Promise.resolve(new Set<LakeChange>()),
  });
}

async function* batches(
  target: Target,
  { selection, place }: ReplayState,
  { recordsMax, bytesMax }: ReplaySink,
): AsyncGenerator<RebuiltChange[]> {
  let batch: RebuiltChange[] = [];
  let bytes = 0;
  for await (const change of readChanges(target, selection, place)) {
    const rebuilt = rebuiltChange(target, change);
    const size = sizeOf(rebuilt.record);
    if (batch.length === recordsMax || (batch.length > 0 && bytes + size > bytesMax)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(rebuilt);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
