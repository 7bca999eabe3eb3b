import { z } from 'zod';

/** A setting that changes no record on the laptop, and why. */
const inert = (reason: string) => z.unknown().optional().describe(reason);

const stopsTask = z.literal('STOP_TASK', {
  error:
    'the laptop stops the task at such an error, as a feed that loses no row must: set STOP_TASK',
});

/** Without data that a Kinesis target could lose. */
const targetMetadata = z.strictObject({
  TargetSchema: inert('a stream has no schema'),
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
});

const fullLoadSettings = z.strictObject({
  TargetTablePrepMode: z
    .enum(['DO_NOTHING', 'DROP_AND_CREATE', 'TRUNCATE_BEFORE_LOAD'])
    .default('DO_NOTHING'),
  StopTaskCachedChangesApplied: z
    .literal(false, { error: 'the laptop goes on after the full load' })
    .default(false),
  StopTaskCachedChangesNotApplied: z
    .literal(false, { error: 'the laptop goes on after the full load' })
    .default(false),
  MaxFullLoadSubTasks: inert('the laptop loads one table after the other'),
  TransactionConsistencyTimeout: inert('the laptop reads committed rows and the log behind them'),
  CommitRate: inert('rows go to the stream in calls of at most 500'),
});

const errorBehavior = z.strictObject({
  DataErrorPolicy: stopsTask,
  DataErrorEscalationPolicy: inert('there is nothing to escalate once the task has stopped'),
  DataTruncationErrorPolicy: stopsTask,
  TableErrorPolicy: stopsTask,
  TableErrorEscalationPolicy: inert('there is nothing to escalate once the task has stopped'),
  /** -1 retries without end. */
  RecoverableErrorCount: z.number().default(-1),
  /** Seconds. */
  RecoverableErrorInterval: z.number().default(5),
  /** Waits twice as long after each failure, up to the maximum. */
  RecoverableErrorThrottling: z.boolean().default(true),
  /** Seconds. */
  RecoverableErrorThrottlingMax: z.number().default(1800),
  ApplyErrorInsertPolicy: inert('a stream refuses no row for its content'),
  ApplyErrorUpdatePolicy: inert('a stream refuses no row for its content'),
  ApplyErrorDeletePolicy: inert('a stream refuses no row for its content'),
  ApplyErrorEscalationPolicy: inert('a stream refuses no row for its content'),
  FailOnNoTablesCaptured: z.boolean().default(false),
});

const off = z.literal(false, { error: 'not supported by the laptop: leave it off' }).optional();

/**
 * The task settings that a laptop run honours, with the service's own defaults. Every other one is
 * refused by name, or inert with its reason.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.html
 */
const taskSettings = z.strictObject({
  TargetMetadata: targetMetadata.prefault({}),
  FullLoadSettings: fullLoadSettings.prefault({}),
  ErrorBehavior: errorBehavior,
  BeforeImageSettings: z
    .strictObject({
      EnableBeforeImage: z.boolean(),
      FieldName: z.string().min(1),
      ColumnFilter: z.enum(['pk-only', 'non-lob', 'all']).default('pk-only'),
    })
    .nullish(),
  ControlTablesSettings: z
    .strictObject({
      ControlSchema: inert('no control table is written'),
      HistoryTimeslotInMinutes: inert('no control table is written'),
      HistoryTableEnabled: off,
      SuspendedTablesTableEnabled: off,
      StatusTableEnabled: off,
    })
    .optional(),
  ValidationSettings: z.looseObject({ EnableValidation: off }).optional(),
  Logging: inert('the laptop reports on screen'),
  StreamBufferSettings: inert('memory of a replication instance'),
  ChangeProcessingTuning: inert('memory and batching inside a replication instance'),
});

export type TaskSettings = z.output<typeof taskSettings>;

/** Throws naming each setting that the laptop does not run. */
export function parseTaskSettings(json: string): TaskSettings {
  return taskSettings.parse(JSON.parse(json));
}
