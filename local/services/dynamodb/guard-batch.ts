import type { LevelOperation } from 'dynalite/db';

export type Batch = (operations: LevelOperation[]) => Promise<void>;

/**
 * Writes only while there is room, and no more once a write failed: behind a record of its log that was
 * cut in its middle a level store would lose what comes after, until it is opened again.
 */
export function guardBatch(batch: Batch, requireRoom: () => Promise<void>): Batch {
  let failure: Error | undefined;
  return async (operations) => {
    if (failure !== undefined) throw failure;
    await requireRoom();
    try {
      await batch(operations);
    } catch (cause) {
      failure = new Error('The tables could not be written; start the laptop cloud again.', {
        cause,
      });
      throw failure;
    }
  };
}
