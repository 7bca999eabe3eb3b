import type { Hazards } from '../../hazards/hazards';
import type { KinesisRecord } from './kinesis-record';

/** The changes as the destination sends them: each at least once, in no certain order. */
export function unorderedRecords(
  hazards: Hazards,
  records: readonly KinesisRecord[],
): KinesisRecord[] {
  const sent = [...records];
  if (records.length > 0 && hazards.strikes('dynamodb-destination-repeats')) {
    const from = hazards.below(records.length);
    // Copies: what is taken of a call is told by identity.
    sent.push(...records.slice(from).map((record) => ({ ...record })));
  }
  if (hazards.strikes('dynamodb-destination-reorders')) shuffle(sent, hazards);
  return sent;
}

function shuffle(list: KinesisRecord[], hazards: Hazards): void {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = hazards.below(last + 1);
    [list[last], list[other]] = [list[other]!, list[last]!];
  }
}
