import { z } from 'zod';

const errorPolicy = z.enum(['LOG_ERROR', 'IGNORE_RECORD', 'SUSPEND_TABLE', 'STOP_TASK']);

/**
 * The task settings that a laptop run honours, with the service's own defaults. All others are
 * tuning of memory, threads and logs, which change no record: `INERT_SETTINGS` lists them.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.html
 */
const taskSettings = z.object({
  TargetMetadata: z
    .object({
      SupportLobs: z.boolean().default(true),
      LimitedSizeLobMode: z.boolean().default(true),
      /** Kilobytes. */
      LobMaxSize: z.number().default(32),
      FullLobMode: z
        .literal(false, { error: 'Kinesis targets do not support full LOB mode' })
        .default(false),
      BatchApplyEnabled: z
        .literal(false, { error: 'batch apply can lose data on a Kinesis target' })
        .default(false),
    })
    .prefault({}),
  FullLoadSettings: z
    .object({
      TargetTablePrepMode: z
        .enum(['DO_NOTHING', 'DROP_AND_CREATE', 'TRUNCATE_BEFORE_LOAD'])
        .default('DO_NOTHING'),
      StopTaskCachedChangesApplied: z.boolean().default(false),
      StopTaskCachedChangesNotApplied: z.boolean().default(false),
      MaxFullLoadSubTasks: z.number().default(8),
    })
    .prefault({}),
  ErrorBehavior: z
    .object({
      DataErrorPolicy: errorPolicy.default('LOG_ERROR'),
      DataTruncationErrorPolicy: errorPolicy.default('LOG_ERROR'),
      TableErrorPolicy: z.enum(['SUSPEND_TABLE', 'STOP_TASK']).default('SUSPEND_TABLE'),
      /** -1 retries without end. */
      RecoverableErrorCount: z.number().default(-1),
      RecoverableErrorInterval: z.number().default(5),
      FailOnNoTablesCaptured: z.boolean().default(false),
    })
    .prefault({}),
  BeforeImageSettings: z
    .object({
      EnableBeforeImage: z.boolean(),
      FieldName: z.string().min(1),
      ColumnFilter: z.enum(['pk-only', 'non-lob', 'all']).default('pk-only'),
    })
    .nullish(),
});

export type TaskSettings = z.output<typeof taskSettings>;

/** Sections and settings that a laptop run need not honour, with the reason. */
const INERT_SETTINGS: Readonly<Record<string, string>> = {
  Logging: 'the laptop reports on screen',
  StreamBufferSettings: 'memory of a replication instance',
  ChangeProcessingTuning: 'memory and batching inside a replication instance',
  ChangeProcessingDdlHandlingPolicy: 'a stream has no tables to alter',
  ControlTablesSettings: 'the control tables are all off in our tasks, and refused when on',
  ValidationSettings: 'DMS does not validate a Kinesis target',
  CharacterSetSettings: 'none set',
  PostProcessingRules: 'none set',
  TTSettings: 'none set',
  FailTaskWhenCleanTaskResourceFailed: 'cleans AWS resources',
  LoopbackPreventionSettings: 'a stream does not loop back',
};

const CONTROL_TABLES = ['HistoryTableEnabled', 'SuspendedTablesTableEnabled', 'StatusTableEnabled'];

/** Throws for an unknown section and for values that lose data on a Kinesis target. */
export function parseTaskSettings(json: string): TaskSettings {
  const given = JSON.parse(json) as Record<string, unknown>;
  const known = new Set([...Object.keys(taskSettings.shape), ...Object.keys(INERT_SETTINGS)]);
  const unknown = Object.keys(given).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Error(`Task settings ${unknown.join(', ')} are not known to the laptop's DMS.`);
  }
  const control = (given['ControlTablesSettings'] ?? {}) as Record<string, unknown>;
  const on = CONTROL_TABLES.find((name) => control[name] === true);
  if (on !== undefined) {
    throw new Error(
      `ControlTablesSettings.${on} is not supported by the laptop's DMS; leave it off.`,
    );
  }
  return taskSettings.parse(given);
}
