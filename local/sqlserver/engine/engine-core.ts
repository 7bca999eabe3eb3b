import type { Chance } from '../../chance';
import type { Clock } from '../../clock';
import type { Store } from '../storage/store';
import type { Procedures } from './procedures';
import type { ScalarFunctions } from './scalar-functions';
import type { TableFunctions } from './table-functions';
import type { VirtualTables } from './virtual-table';

/** Where the catalogue, CDC and the built-in functions make themselves known. */
export interface Registries {
  procedures: Procedures;
  virtualTables: VirtualTables;
  tableFunctions: TableFunctions;
  scalarFunctions: ScalarFunctions;
}

/** What every session of one server shares. */
export interface EngineCore extends Registries {
  readonly store: Store;
  readonly clock: Clock;
  readonly chance: Chance;
  /** `rds` has `msdb.dbo.rds_*` and no sysadmin; `sqlserver` is the boxed product. */
  readonly kind: 'rds' | 'sqlserver';
  /** As `SERVERPROPERTY('Edition')` names it. */
  readonly edition: string;
  readonly serverName: string;
  /** The member of sysadmin (of the RDS master user's rights when `kind` is `rds`). */
  readonly administrator: string;
  /** Open sessions, for `sys.dm_exec_sessions` and the like. */
  readonly sessions: ReadonlySet<{ spid: number; login: string; database: string }>;
}

/** A part of the server that registers itself: see `extensions.ts`. */
export interface EngineExtension {
  register(engine: EngineCore): void | Promise<void>;
  /** Called after the redo log was replayed; for jobs that run in the background. */
  start?(engine: EngineCore): { stop(): Promise<void> } | Promise<{ stop(): Promise<void> }>;
}
