import type { Chance } from '../chance';
import type { Clock } from '../clock';
import type { Storage } from '../storage/storage';
import type { EngineCore, EngineExtension } from './engine/engine-core';
import { EXTENSIONS } from './engine/extensions';
import { BUILT_IN_FUNCTIONS } from './engine/functions/built-in-functions';
import { logIn } from './engine/log-in';
import { Procedures } from './engine/procedures';
import { ScalarFunctions } from './engine/scalar-functions';
import type { ServerSession } from './engine/server-session';
import { TableFunctions } from './engine/table-functions';
import { VirtualTables } from './engine/virtual-table';
import type { SqlEngine } from './session';
import { keepLogShort } from './storage/fold-log';
import { openStore } from './storage/open-store';
import type { Store } from './storage/store';

export interface EngineOptions {
  clock: Clock;
  chance: Chance;
  storage: Storage;
  /** The redo log's name in `storage`. */
  logName: string;
  /** The login that may do everything; its password is never stored. */
  administrator: { user: string; password: string };
  /** As SERVERPROPERTY('Edition') shows it. */
  edition?: string;
  kind: 'rds' | 'sqlserver';
  /** What is started on the engine besides its own; for tests of a part. */
  extensions?: readonly EngineExtension[];
}

const SYSTEM_DATABASES = ['master', 'tempdb', 'model', 'msdb'];
const DEFAULT_EDITION = 'Standard Edition (64-bit)';

/** Opens the server: replays its redo log, makes what a new one has, starts what stands on it. */
export async function createEngine(
  options: EngineOptions,
): Promise<SqlEngine & { core: EngineCore; close(): Promise<void> }> {
  const { clock, chance, administrator, kind } = options;
  const log = options.storage.log(options.logName);
  const store = await openStore(log, clock);
  await makeSystemDatabases(store);
  const sessions = new Set<ServerSession>();
  const core: EngineCore = {
    store,
    clock,
    chance,
    kind,
    sessions,
    edition: options.edition ?? DEFAULT_EDITION,
    serverName: kind === 'rds' ? 'EC2AMAZ-TRIBUTARY' : 'tributary',
    administrator: administrator.user,
    procedures: new Procedures(),
    virtualTables: new VirtualTables(),
    tableFunctions: new TableFunctions(),
    scalarFunctions: new ScalarFunctions(),
  };
  core.scalarFunctions.register(...BUILT_IN_FUNCTIONS);
  const running = await startExtensions(core, options.extensions ?? EXTENSIONS);
  keepLogShort(store, log);
  return {
    core,
    login: (login) => logIn({ core, sessions, administrator }, login),
    close: async () => {
      for (const job of running.reverse()) await job.stop();
      for (const session of [...sessions]) session.close();
      await store.redo.idle();
    },
  };
}

async function makeSystemDatabases(store: Store): Promise<void> {
  for (const name of SYSTEM_DATABASES) {
    if (store.databases.has(name)) continue;
    await store.transact((transaction) => {
      const id = store.nextDatabaseId();
      transaction.define({ kind: 'create database', name, id, createdMs: store.clock.now() });
    });
  }
}

async function startExtensions(core: EngineCore, extensions: readonly EngineExtension[]) {
  for (const extension of extensions) await extension.register(core);
  const running: { stop(): Promise<void> }[] = [];
  for (const extension of extensions) {
    if (extension.start !== undefined) running.push(await extension.start(core));
  }
  return running;
}
