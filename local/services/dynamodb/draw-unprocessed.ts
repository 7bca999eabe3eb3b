import type { Hazards } from '../../hazards/hazards';

/** By table. */
export type WriteRequests = Record<string, unknown[]>;

/** Leaves out a part of the requests of one table; at least one is taken, or the call were refused. */
export function drawUnprocessed(
  hazards: Hazards,
  requested: WriteRequests,
): { taken: WriteRequests; left: WriteRequests } {
  const [[table, requests] = ['', []]] = Object.entries(requested);
  if (requests.length < 2 || !hazards.strikes('dynamodb-batch-unprocessed')) {
    return { taken: requested, left: {} };
  }
  const count = 1 + hazards.below(requests.length - 1);
  return {
    taken: { ...requested, [table]: requests.slice(0, count) },
    left: { [table]: requests.slice(count) },
  };
}
