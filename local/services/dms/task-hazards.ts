import type { ChangeSource } from './change';
import type { Replication } from './replication';

/** The run ended where nobody asked for it; the task goes on from its last checkpoint. */
export class TaskInterruptedError extends Error {
  constructor(how: string) {
    super(`The task ${how}.`);
    this.name = 'TaskInterruptedError';
  }
}

/**
 * A log that is read later than this after a change may no longer hold it.
 * https://repost.aws/knowledge-center/dms-tlog-full-sql-server-source
 */
const LATE_MILLISECONDS = 600_000;

/** What may befall a task between two reads of the log. */
export async function meetHazards(run: Replication, source: ChangeSource): Promise<void> {
  const { hazards, clock, database, signal } = run;
  if (hazards.strikes('dms-task-resumed')) {
    throw new TaskInterruptedError('was stopped and is resumed');
  }
  if (hazards.strikes('dms-source-lost')) await database.close();
  if (source.truncate !== undefined && hazards.strikes('dms-log-truncated')) {
    await clock.wait(LATE_MILLISECONDS, signal);
    await source.truncate();
  }
}
