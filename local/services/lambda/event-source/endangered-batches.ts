import type { Cloud } from '../../../cloud';
import type { JsonBytes } from '../../../json-bytes';
import type { BatchOutcome } from './invoke-batch';
import type { MappingSettings } from './mapping-settings';
import type { SettleOptions } from './settle-batch';

/**
 * Answers that report no record of the batch: all of it counts as failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
const UNUSABLE_ANSWERS = [
  '{"batchItemFailures":[{"itemIdentifier":""}]}',
  '{"batchItemFailures":[{"itemIdentifier":null}]}',
  '{"batchItemFailures":[{"itemIdentifier":"0"}]}',
  '{"batchItemFailures":[{"itemIdentifer":"misspelt"}]}',
];

/** How a mapping gives batches to its function, with what may happen to a batch on the way. */
export function endangeredBatches(
  { hazards }: Pick<Cloud, 'hazards'>,
  settings: MappingSettings,
  invoke: (event: JsonBytes) => Promise<BatchOutcome>,
): Pick<SettleOptions, 'invoke' | 'tooOld'> {
  const giveOnce = async (event: JsonBytes): Promise<BatchOutcome> => {
    const outcome = await invoke(event);
    if (outcome.kind !== 'answered' || outcome.functionError !== undefined) return outcome;
    if (settings.reportsItemFailures && hazards.strikes('lambda-batch-response')) {
      const unusable = UNUSABLE_ANSWERS[hazards.below(UNUSABLE_ANSWERS.length)] ?? '';
      return { ...outcome, payload: unusable };
    }
    return outcome;
  };
  return {
    invoke: async (write) => {
      if (hazards.strikes('lambda-mapping-repeats')) await giveOnce(write());
      const outcome = await giveOnce(write());
      if (outcome.kind === 'not-invoked' || !hazards.strikes('lambda-mapping-bisects')) {
        return outcome;
      }
      return { ...outcome, payload: LOST_ANSWER, functionError: 'Unhandled' };
    },
    tooOld: (records) =>
      records > 0 && settings.recordAgeSecondsMax >= 0 && hazards.strikes('lambda-mapping-expires')
        ? 1 + hazards.below(records)
        : 0,
  };
}

const LOST_ANSWER = '{"errorType":"Runtime.ExitError","errorMessage":"Runtime exited"}';
