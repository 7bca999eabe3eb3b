import type { ProcedureCall, SystemProcedure } from '../engine/procedures';
import { authorizeCapture } from './authorize';
import type { CaptureJobs, JobType } from './capture-jobs';
import { captureJob, cleanupJob, setCaptureFact } from './capture-state';
import type { CaptureJob, CleanupJob } from './capture-state';
import { cdcError } from './cdc-error';
import { defaultCaptureJob, defaultCleanupJob } from './default-jobs';
import { numberArgument, optional, required, textArgument } from './procedure-arguments';
import { scanLog } from './scan';

const DAY_SECONDS = 86_400;

const SETTINGS = [
  optional('@maxtrans', { name: 'int' }),
  optional('@maxscans', { name: 'int' }),
  optional('@continuous', { name: 'bit' }),
  optional('@pollinginterval', { name: 'bigint' }),
  optional('@retention', { name: 'bigint' }),
  optional('@threshold', { name: 'bigint' }),
];

/** https://learn.microsoft.com/en-us/sql/relational-databases/system-stored-procedures/sys-sp-cdc-change-job-transact-sql */
export function jobProcedures(jobs: CaptureJobs): SystemProcedure[] {
  const jobType = { name: 'nvarchar', length: 20 } as const;
  const procedure = (
    name: string,
    parameters: SystemProcedure['parameters'],
    run: (call: ProcedureCall) => Promise<void>,
  ): SystemProcedure => ({
    schema: 'sys',
    name,
    parameters,
    run: async (call) => {
      authorizeCapture(call, call.database);
      await run(call);
      return 0;
    },
  });
  return [
    procedure(
      'sp_cdc_add_job',
      [required('@job_type', jobType), optional('@start_job', { name: 'bit' }, 1), ...SETTINGS],
      (call) => addJob(jobs, call),
    ),
    procedure(
      'sp_cdc_change_job',
      [optional('@job_type', jobType, 'capture'), ...SETTINGS],
      changeJob,
    ),
    procedure('sp_cdc_drop_job', [required('@job_type', jobType)], (call) => dropJob(jobs, call)),
    procedure('sp_cdc_start_job', [optional('@job_type', jobType, 'capture')], (call) =>
      startJob(jobs, call),
    ),
    procedure('sp_cdc_stop_job', [optional('@job_type', jobType, 'capture')], (call) =>
      stopJob(jobs, call),
    ),
    procedure(
      'sp_cdc_scan',
      [
        optional('@maxtrans', { name: 'int' }, 500),
        optional('@maxscans', { name: 'int' }, 10),
        optional('@continuous', { name: 'tinyint' }, 0),
        optional('@pollinginterval', { name: 'bigint' }, 0n),
        optional('@is_from_job', { name: 'int' }, 0),
      ],
      (call) => scan(jobs, call),
    ),
  ];
}

function jobTypeOf(call: ProcedureCall): JobType {
  const type = textArgument(call, '@job_type')?.toLowerCase();
  if (type !== 'capture' && type !== 'cleanup') throw cdcError(22963, '@job_type');
  return type;
}

/** Settings that were given replace those of `job`. */
function withSettings<Job extends CaptureJob | CleanupJob>(call: ProcedureCall, job: Job): Job {
  const given: Partial<CaptureJob & CleanupJob> = {};
  const take = (name: keyof CaptureJob | keyof CleanupJob, argument: string) => {
    const value = numberArgument(call, argument);
    if (value !== undefined && name in job) Object.assign(given, { [name]: value });
  };
  take('maxtrans', '@maxtrans');
  take('maxscans', '@maxscans');
  take('pollingIntervalSeconds', '@pollinginterval');
  take('retentionMinutes', '@retention');
  take('threshold', '@threshold');
  const continuous = numberArgument(call, '@continuous');
  if (continuous !== undefined && 'continuous' in job) given.continuous = continuous !== 0;
  checkSettings(given);
  return { ...job, ...given };
}

function checkSettings({ maxscans, pollingIntervalSeconds }: Partial<CaptureJob>): void {
  if (maxscans !== undefined && maxscans < 1) throw cdcError(22970);
  if (pollingIntervalSeconds === undefined) return;
  if (pollingIntervalSeconds < 0 || pollingIntervalSeconds >= DAY_SECONDS) throw cdcError(22994);
}

async function saveJob(call: ProcedureCall, type: JobType, create: boolean): Promise<void> {
  const { database, session } = call;
  const { chance } = session.engine;
  const capture = captureJob(database) ?? (create ? defaultCaptureJob(chance) : undefined);
  const cleanup = cleanupJob(database) ?? (create ? defaultCleanupJob(chance) : undefined);
  await session.write((transaction) => {
    if (type === 'capture' && capture) {
      setCaptureFact(transaction, database, {
        name: 'cdc capture job',
        value: withSettings(call, capture),
      });
    } else if (type === 'cleanup' && cleanup) {
      setCaptureFact(transaction, database, {
        name: 'cdc cleanup job',
        value: withSettings(call, cleanup),
      });
    } else {
      throw noSuchJob(database.name, type);
    }
  });
}

function noSuchJob(database: string, type: JobType) {
  return cdcError(22022, `The specified @job_name ('cdc.${database}_${type}') does not exist.`);
}

async function addJob(jobs: CaptureJobs, call: ProcedureCall): Promise<void> {
  const type = jobTypeOf(call);
  await saveJob(call, type, true);
  if (numberArgument(call, '@start_job') !== 0) jobs.start(call.database, type);
}

/** The running job keeps its settings until it is stopped and started. */
async function changeJob(call: ProcedureCall): Promise<void> {
  await saveJob(call, jobTypeOf(call), false);
}

async function dropJob(jobs: CaptureJobs, call: ProcedureCall): Promise<void> {
  const type = jobTypeOf(call);
  await jobs.stop(call.database, type);
  await call.session.write((transaction) => {
    setCaptureFact(transaction, call.database, {
      name: type === 'capture' ? 'cdc capture job' : 'cdc cleanup job',
    });
  });
}

function startJob(jobs: CaptureJobs, call: ProcedureCall): Promise<void> {
  const { database } = call;
  const type = jobTypeOf(call);
  const job = type === 'capture' ? captureJob(database) : cleanupJob(database);
  if (!job) throw noSuchJob(database.name, type);
  if (jobs.isRunning(database, type)) {
    throw cdcError(
      22022,
      `Request to run job cdc.${database.name}_${type} refused because the job is already running.`,
    );
  }
  jobs.start(database, type);
  return Promise.resolve();
}

async function stopJob(jobs: CaptureJobs, call: ProcedureCall): Promise<void> {
  const { database } = call;
  const type = jobTypeOf(call);
  if (await jobs.stop(database, type)) return;
  throw cdcError(
    22022,
    `Request to stop job cdc.${database.name}_${type} refused because the job is not currently running.`,
  );
}

/** Refused while the capture job holds the log, also while it waits for its next interval. */
async function scan(jobs: CaptureJobs, call: ProcedureCall): Promise<void> {
  const { database, session } = call;
  if (jobs.isRunning(database, 'capture')) throw cdcError(22903, session.spid);
  const maxscans = numberArgument(call, '@maxscans') ?? 10;
  checkSettings({ maxscans });
  await scanLog(session.engine, database, {
    maxtrans: numberArgument(call, '@maxtrans') ?? 500,
    maxscans,
  });
}
