import type { Chance } from '../../chance';
import type { CaptureJob, CleanupJob } from './capture-state';

/** https://learn.microsoft.com/en-us/sql/relational-databases/system-stored-procedures/sys-sp-cdc-add-job-transact-sql */
export function defaultCaptureJob(chance: Chance): CaptureJob {
  return {
    id: jobId(chance),
    maxtrans: 500,
    maxscans: 10,
    continuous: true,
    pollingIntervalSeconds: 5,
  };
}

/** Three days, five thousand rows a statement. */
export function defaultCleanupJob(chance: Chance): CleanupJob {
  return { id: jobId(chance), retentionMinutes: 4320, threshold: 5000 };
}

function jobId(chance: Chance): string {
  return chance.uuid().toUpperCase();
}
