import type { Replication } from '../../settings/replication';

/** Where the row before an update stands in a record. */
const BEFORE_IMAGE_FIELD = 'before-image';

/**
 * The task's settings, each chosen (facts of DMS with Kinesis and SQL Server): no batch apply, which
 * can lose data on Kinesis; LOBs limited, and cut ones an error; a row that cannot be carried stops
 * the task rather than its table in silence; control tables without a schema and none of the
 * optional ones; before images of the whole row, as a logical key need not be a primary key. The log
 * group is DMS's own answer: naming it here makes every plan differ.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.html
 */
export function taskSettings({ lobKilobytesMax, fullLoadTables }: Replication): object {
  return {
    TargetMetadata: {
      TargetSchema: '',
      SupportLobs: true,
      FullLobMode: false,
      LimitedSizeLobMode: true,
      LobMaxSize: lobKilobytesMax,
      BatchApplyEnabled: false,
    },
    FullLoadSettings: {
      TargetTablePrepMode: 'DO_NOTHING',
      MaxFullLoadSubTasks: fullLoadTables,
      TransactionConsistencyTimeout: 600,
      CommitRate: 10_000,
      StopTaskCachedChangesApplied: false,
      StopTaskCachedChangesNotApplied: false,
    },
    Logging: { EnableLogging: true },
    ControlTablesSettings: {
      ControlSchema: '',
      HistoryTableEnabled: false,
      SuspendedTablesTableEnabled: false,
      StatusTableEnabled: false,
    },
    BeforeImageSettings: {
      EnableBeforeImage: true,
      FieldName: BEFORE_IMAGE_FIELD,
      ColumnFilter: 'non-lob',
    },
    ErrorBehavior: {
      DataErrorPolicy: 'STOP_TASK',
      DataTruncationErrorPolicy: 'STOP_TASK',
      DataErrorEscalationPolicy: 'STOP_TASK',
      TableErrorPolicy: 'STOP_TASK',
      TableErrorEscalationPolicy: 'STOP_TASK',
      RecoverableErrorCount: -1,
      RecoverableErrorInterval: 5,
      RecoverableErrorThrottling: true,
      RecoverableErrorThrottlingMax: 1800,
      ApplyErrorInsertPolicy: 'STOP_TASK',
      ApplyErrorUpdatePolicy: 'STOP_TASK',
      ApplyErrorDeletePolicy: 'STOP_TASK',
      ApplyErrorEscalationPolicy: 'STOP_TASK',
      FailOnNoTablesCaptured: true,
    },
    ValidationSettings: { EnableValidation: false },
  };
}
