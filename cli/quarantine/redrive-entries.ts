import { count } from '../progress';
import type { Screen } from '../screen';
import { PUT_RECORDS_MAX, sendInOrder, type Acknowledged } from '../send-in-order';
import type { Target } from '../target';
import { isChosen, type EntryChoice } from './choose-entries';
import {
  finishMove,
  waitingObjects,
  type QuarantinedEntry,
  type WaitingObject,
} from './list-quarantine';
import { loadsOnce, prepareRedrive, type PreparedEntry } from './prepare-redrive';
import { operatorName, settle } from './settled-records';

/** What became of the entries of a feed. */
export interface RedriveResult {
  sent: number;
  /** Still in quarantine afterwards, of those that were there before. */
  waiting: number;
  failed: { id: string; reason: string }[];
}

export interface RedriveOptions {
  choice: EntryChoice;
  limit: number;
  now: () => number;
}

interface Chosen {
  entry: QuarantinedEntry;
  object: WaitingObject;
}

/** Entries held in memory at once are bounded by their bytes too. */
const BATCH_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Puts quarantined records into the feed's stream again, where every reader meets them once more, and
 * marks each after the stream acknowledged it. A crash between the two sends it twice, which every
 * reader takes as once: the lake merges by position, the ledger knows an alert.
 */
export async function redriveEntries(
  target: Target,
  screen: Screen,
  options: RedriveOptions,
): Promise<RedriveResult> {
  const result: RedriveResult = { sent: 0, waiting: 0, failed: [] };
  const world = { loads: loadsOnce(target), now: options.now };
  for await (const batch of batches(target, options, result)) {
    const prepared = await prepareRedrive(
      target,
      batch.map(({ entry }) => entry),
      world,
    );
    const answers = await send(target, prepared);
    await mark(batch, answers, options.now);
    for (const [at, { entry }] of batch.entries()) {
      const answer = answers[at];
      if (answer === undefined || 'refused' in answer) {
        result.failed.push({ id: entry.id, reason: answer?.refused ?? 'it was not sent' });
      } else {
        result.sent += 1;
        result.waiting -= 1;
      }
    }
    screen.status(`sent again: ${count(result.sent)}`);
  }
  screen.settle();
  return result;
}

async function* batches(
  target: Target,
  { choice, limit }: RedriveOptions,
  result: RedriveResult,
): AsyncGenerator<Chosen[]> {
  let batch: Chosen[] = [];
  let bytes = 0;
  let taken = 0;
  for await (const object of waitingObjects(target)) {
    await finishMove(object);
    result.waiting += object.waiting.length;
    for (const entry of object.waiting) {
      if (taken === limit || !isChosen(entry, choice)) continue;
      taken += 1;
      batch.push({ entry, object });
      bytes += entry.payload.byteLength;
      if (batch.length < PUT_RECORDS_MAX && bytes < BATCH_BYTES_MAX) continue;
      yield batch;
      batch = [];
      bytes = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

type Answer = Acknowledged | { refused: string };

async function send(target: Target, prepared: readonly PreparedEntry[]): Promise<Answer[]> {
  const records = prepared.flatMap((one) => ('refused' in one ? [] : [one]));
  const stream = { kinesis: target.clients.kinesis, arn: target.feed.stream.arn };
  const sent = await sendInOrder(stream, records);
  const answers = sent[Symbol.iterator]();
  return prepared.map((one) => {
    if ('refused' in one) return one;
    const next = answers.next();
    return next.done === true ? { refused: 'it was not sent' } : next.value;
  });
}

async function mark(
  batch: readonly Chosen[],
  answers: readonly Answer[],
  now: () => number,
): Promise<void> {
  const stamp = { at: new Date(now()).toISOString(), by: operatorName() };
  for (const object of new Set(batch.map((chosen) => chosen.object))) {
    const settled = batch.flatMap((chosen, at) => {
      const answer = answers[at];
      if (chosen.object !== object || answer === undefined || 'refused' in answer) return [];
      const { id, record } = chosen.entry;
      return [{ id, record, outcome: 'redriven' as const, ...stamp, ...answer }];
    });
    if (settled.length > 0) await settle(object, settled, object.records);
  }
}
