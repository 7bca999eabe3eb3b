import type { Duplex } from 'node:stream';
import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { isDiskFull } from '../../storage/disk-full-error';
import { LogTruncatedError } from './change';
import { openSource, openTarget, type SourceEndpoint, type TargetEndpoint } from './endpoints';
import { FatalTaskError } from './fatal-task-error';
import { replicate } from './replication';
import { beforeReload, type CheckpointStore, type TaskCheckpoint } from './task-checkpoint';
import type { TableMappings } from './table-mappings';
import { TaskInterruptedError } from './task-hazards';
import type { TaskSettings } from './task-settings';
import { recallStatistics, type TableStatistics } from './table-statistics';

export type StartType = 'start-replication' | 'resume-processing' | 'reload-target';

/** What Terraform says of a task. */
export interface TaskDefinition {
  arn: string;
  id: string;
  instanceArn: string;
  migrationType: 'full-load' | 'cdc' | 'full-load-and-cdc';
  source: SourceEndpoint;
  target: TargetEndpoint;
  tableMappingsJson: string;
  settingsJson: string;
  mappings: TableMappings;
  settings: TaskSettings;
}

/** A task that can run; its state survives a restart of the laptop cloud. */
export interface ReplicationTask {
  readonly definition: TaskDefinition;
  readonly checkpoint: TaskCheckpoint;
  status(): TaskStatus;
  tableStatistics(): TableStatistics[];
  start(type: StartType): Promise<void>;
  /** As `ReloadTables`: loads them again while the task goes on with the changes. */
  reloadTables(names: readonly string[]): void;
  /** As `StopReplicationTask`: resumable, and stays stopped after a restart. */
  stop(): Promise<void>;
  /** Ends the run; the next start of the laptop cloud goes on where it was. */
  suspend(): Promise<void>;
}

export interface TaskStatus {
  status: 'ready' | 'starting' | 'running' | 'stopping' | 'stopped' | 'failed';
  stopReason?: string;
  lastFailureMessage?: string;
  startedAtMs?: number;
}

interface Context {
  cloud: Cloud;
  checkpoint: CheckpointStore;
  connect?: (address: { host: string; port: number }) => Duplex;
}

export function replicationTask(definition: TaskDefinition, context: Context): ReplicationTask {
  const statistics = new Map<string, TableStatistics>();
  const recall = () =>
    recallStatistics(statistics, context.checkpoint.latest(), context.cloud.clock.now());
  recall();
  let current: TaskStatus = {
    status: context.checkpoint.latest().startedBefore ? 'stopped' : 'ready',
  };
  /** Tables that the run is to load again, in the order asked for. */
  const toReload = new Set<string>();
  let running: { abort: AbortController; ended: Promise<void> } | undefined;

  const launch = () => {
    const abort = new AbortController();
    current = { status: 'running', startedAtMs: context.cloud.clock.now() };
    const ended = runUntilEnd(definition, {
      ...context,
      statistics,
      toReload,
      signal: abort.signal,
    }).then((end) => {
      current = { ...current, ...end };
    });
    running = { abort, ended };
  };
  const halt = async () => {
    running?.abort.abort(new Error('the task was stopped'));
    await running?.ended;
    running = undefined;
  };
  return {
    definition,
    get checkpoint() {
      return context.checkpoint.latest();
    },
    status: () => current,
    tableStatistics: () => [...statistics.values()],
    start: async (type) => {
      if (current.status === 'running') throw invalidState('is running already');
      refuseStart(type, context.checkpoint.latest());
      // In one entry: a crash leaves the task as it was, or on its way.
      await context.checkpoint.save({
        desired: 'running',
        startedBefore: true,
        ...(type === 'reload-target' && beforeReload(context.cloud.clock.now())),
      });
      if (type === 'reload-target') recall();
      launch();
    },
    reloadTables: (names) => {
      if (current.status !== 'running') throw invalidState('is not running');
      const unknown = names.find((name) => !statistics.has(name));
      if (unknown !== undefined) throw invalidState(`has no table ${unknown}`);
      for (const name of names) toReload.add(name);
    },
    stop: async () => {
      if (current.status !== 'running') throw invalidState('is not running');
      await context.checkpoint.save({ desired: 'stopped' });
      await halt();
    },
    suspend: halt,
  };
}

function invalidState(problem: string): ServiceError {
  return new ServiceError('InvalidResourceStateFault', `Replication Task ${problem}.`);
}

/** https://docs.aws.amazon.com/dms/latest/APIReference/API_StartReplicationTask.html */
function refuseStart(type: StartType, { startedBefore }: TaskCheckpoint): void {
  if (type === 'start-replication' && startedBefore) {
    throw invalidState('was started before: START_REPLICATION is valid only for a first run');
  }
  if (type === 'resume-processing' && !startedBefore) {
    throw invalidState('cannot be resumed: it has never been started');
  }
}

interface RunContext extends Context {
  statistics: Map<string, TableStatistics>;
  toReload: Set<string>;
  signal: AbortSignal;
}

/** Runs until it is stopped, fails for good, or a full-load task has loaded everything. */
async function runUntilEnd(definition: TaskDefinition, context: RunContext): Promise<TaskStatus> {
  const { RecoverableErrorCount } = definition.settings.ErrorBehavior;
  let reported = '';
  let failures = 0;
  const caughtUp = () => {
    failures = 0;
    reported = '';
  };
  for (; ; failures += 1) {
    try {
      await runOnce(definition, { ...context, caughtUp });
      return { status: 'stopped', stopReason: 'Stop Reason FULL_LOAD_ONLY_FINISHED' };
    } catch (error) {
      if (context.signal.aborted) return { status: 'stopped', stopReason: 'Stop Reason NORMAL' };
      if (error instanceof TaskInterruptedError) {
        context.cloud.report({ source: definition.id, level: 'info', message: error.message });
        continue;
      }
      const exhausted = RecoverableErrorCount >= 0 && failures >= RecoverableErrorCount;
      if (!isRecoverable(error) || exhausted) return failed(definition, context, error);
      const trouble = isDiskFull(error) ? 'the disk is full' : 'source connection lost';
      const message = `${trouble} (${(error as Error).message}); trying again`;
      if (message !== reported) {
        context.cloud.report({ source: definition.id, level: 'warning', message });
      }
      reported = message;
      await context.cloud.clock
        .wait(retrySeconds(definition.settings, failures) * 1000, context.signal)
        .catch(() => undefined);
    }
  }
}

function retrySeconds({ ErrorBehavior }: TaskSettings, failures: number): number {
  const { RecoverableErrorInterval, RecoverableErrorThrottling, RecoverableErrorThrottlingMax } =
    ErrorBehavior;
  if (!RecoverableErrorThrottling) return RecoverableErrorInterval;
  return Math.min(RecoverableErrorInterval * 2 ** failures, RecoverableErrorThrottlingMax);
}

function failed(definition: TaskDefinition, context: RunContext, error: unknown): TaskStatus {
  const message = error instanceof Error ? error.message : String(error);
  context.cloud.report({ source: definition.id, level: 'error', message });
  return {
    status: 'failed',
    stopReason: 'Stop Reason FATAL_ERROR',
    lastFailureMessage: `Last Error ${message}`,
  };
}

const CONNECTION_ERRORS = new Set([
  'ESOCKET',
  'ECONNCLOSED',
  'ETIMEOUT',
  'ENOTOPEN',
  'ECONNRESET',
  'EINVALIDSTATE',
]);

/** Lost connections and a full disk are retried as the task settings say; everything else stops the task. */
function isRecoverable(error: unknown): boolean {
  if (error instanceof FatalTaskError || error instanceof LogTruncatedError) return false;
  if (isDiskFull(error)) return true;
  return CONNECTION_ERRORS.has((error as { code?: string }).code ?? '');
}

async function runOnce(
  definition: TaskDefinition,
  context: RunContext & { caughtUp: () => void },
): Promise<void> {
  const { source, target, settings } = definition;
  const database = await openSource(context.cloud, source, context.connect);
  const { beforeImage } = definition.settings.BeforeImageSettings?.EnableBeforeImage
    ? { beforeImage: definition.settings.BeforeImageSettings }
    : { beforeImage: undefined };
  try {
    await replicate({
      clock: context.cloud.clock,
      database,
      writer: openTarget(context.cloud, target),
      checkpoint: context.checkpoint,
      mappings: definition.mappings,
      settings,
      records: {
        ...target.records,
        trimSpaceInChar: source.trimSpaceInChar,
        ...(beforeImage === undefined
          ? {}
          : {
              beforeImage: { fieldName: beforeImage.FieldName, columns: beforeImage.ColumnFilter },
            }),
      },
      control: {
        taskResourceId: definition.arn.slice(definition.arn.lastIndexOf(':') + 1),
        includeControlDetails: target.includeControlDetails,
        includePartitionValue: target.records.includePartitionValue,
        dropAndCreate: settings.FullLoadSettings.TargetTablePrepMode === 'DROP_AND_CREATE',
      },
      statistics: context.statistics,
      toReload: context.toReload,
      migration: {
        fullLoad: definition.migrationType !== 'cdc',
        changes: definition.migrationType !== 'full-load',
      },
      hazards: context.cloud.hazards,
      caughtUp: context.caughtUp,
      signal: context.signal,
    });
  } finally {
    await database.close();
  }
}
