import type { EngineCore } from '../engine/engine-core';
import type { Database } from '../storage/database';
import { captureJob, cleanupJob } from './capture-state';
import { cleanUpByRetention } from './cleanup';
import { scanLog } from './scan';

export type JobType = 'capture' | 'cleanup';

const MS_PER_SECOND = 1000;
const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 24 * MS_PER_HOUR;
/** SQL Server schedules the cleanup job for 2:00 each night. */
const CLEANUP_HOUR = 2;

interface RunningJob {
  stop: AbortController;
  ended: Promise<void>;
}

/**
 * The jobs that SQL Server Agent runs. A job keeps the settings with which it started: a change takes
 * effect after it was stopped and started.
 */
export class CaptureJobs {
  readonly #engine: EngineCore;
  readonly #running = new Map<string, RunningJob>();

  constructor(engine: EngineCore) {
    this.#engine = engine;
  }

  isRunning(database: Database, type: JobType): boolean {
    return this.#running.has(key(database, type));
  }

  /** Does nothing when the job runs already. */
  start(database: Database, type: JobType): void {
    if (this.isRunning(database, type)) return;
    const stop = new AbortController();
    const work =
      type === 'capture'
        ? this.#capture(database, stop.signal)
        : this.#cleanup(database, stop.signal);
    const name = key(database, type);
    const job: RunningJob = { stop, ended: Promise.resolve() };
    this.#running.set(name, job);
    job.ended = work.catch(unlessAborted(stop.signal)).finally(() => {
      if (this.#running.get(name) === job) this.#running.delete(name);
    });
  }

  /** Resolves once the job has ended, to whether it was running. */
  async stop(database: Database, type: JobType): Promise<boolean> {
    return this.#end(key(database, type));
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((name) => this.#end(name)));
  }

  async #end(name: string): Promise<boolean> {
    const job = this.#running.get(name);
    if (!job) return false;
    this.#running.delete(name);
    job.stop.abort(new Error(`Job ${name} was stopped`));
    await job.ended;
    return true;
  }

  async #capture(database: Database, signal: AbortSignal): Promise<void> {
    const settings = captureJob(database);
    if (!settings) return;
    const { clock } = this.#engine;
    while (!signal.aborted && this.#exists(database) && captureJob(database)) {
      const committed = nextCommit(database, signal);
      const more = await clock.track(scanLog(this.#engine, database, settings));
      if (!settings.continuous) break;
      const waitMilliseconds = settings.pollingIntervalSeconds * MS_PER_SECOND;
      if (waitMilliseconds > 0) await clock.wait(waitMilliseconds, signal);
      else if (!more) await committed.promise;
      committed.forget();
    }
  }

  async #cleanup(database: Database, signal: AbortSignal): Promise<void> {
    const settings = cleanupJob(database);
    if (!settings) return;
    const { clock } = this.#engine;
    for (;;) {
      await clock.timeout(untilNight(clock.now()), signal);
      if (!this.#exists(database) || !cleanupJob(database)) return;
      await clock.track(cleanUpByRetention(this.#engine, database, settings.retentionMinutes));
    }
  }

  #exists(database: Database): boolean {
    return this.#engine.store.databases.get(database.name.toLowerCase()) === database;
  }
}

function key(database: Database, type: JobType): string {
  return `cdc.${database.name}_${type}`;
}

function untilNight(nowMs: number): number {
  const night = Math.floor(nowMs / MS_PER_DAY) * MS_PER_DAY + CLEANUP_HOUR * MS_PER_HOUR;
  return night > nowMs ? night - nowMs : night + MS_PER_DAY - nowMs;
}

function unlessAborted(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) throw error;
  };
}

/** Listens from before the scan, so that no commit falls between the scan and the wait. Also resolves when stopped. */
function nextCommit(
  database: Database,
  signal: AbortSignal,
): { promise: Promise<void>; forget: () => void } {
  let forget: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    const unlisten = database.log.onCommit(resolve);
    const stop = () => resolve();
    signal.addEventListener('abort', stop, { once: true });
    forget = () => {
      unlisten();
      signal.removeEventListener('abort', stop);
      resolve();
    };
  });
  return { promise, forget: () => forget() };
}
