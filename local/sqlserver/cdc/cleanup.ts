import type { EngineCore } from '../engine/engine-core';
import type { ProcedureCall, SystemProcedure } from '../engine/procedures';
import type { Database } from '../storage/database';
import { lsnFromBytes } from '../storage/lsn';
import type { Lsn } from '../storage/lsn';
import type { Table } from '../storage/table';
import type { Transaction } from '../storage/transaction';
import { epochMsOf } from '../types/calendar';
import type { SqlDateTime } from '../types/sql-type';
import { authorizeCapture } from './authorize';
import {
  captureInstance,
  captureInstances,
  changeTable,
  lsnFromHex,
  setCaptureFact,
} from './capture-state';
import { LSN_TYPE, maxMappedLsn, rowLsn, timeMapping } from './capture-tables';
import { cdcError } from './cdc-error';
import { optional, required, requiredText } from './procedure-arguments';

const MS_PER_MINUTE = 60_000;

/** What the cleanup job does: forgets what is older than the retention, newest transaction's time reckoned. */
export async function cleanUpByRetention(
  engine: EngineCore,
  database: Database,
  retentionMinutes: number,
): Promise<void> {
  const mapping = timeMapping(database);
  if (!mapping) return;
  const oldestMs = engine.clock.now() - retentionMinutes * MS_PER_MINUTE;
  const expired = [...mapping.rows.rows()].filter(
    (row) => epochMsOf(row[2] as SqlDateTime) <= oldestMs,
  );
  const last = expired.at(-1);
  if (!last) return;
  await engine.store.transact((transaction) => {
    for (const { name } of captureInstances(database)) {
      raiseLowWaterMark(transaction, database, { instance: name, lsn: rowLsn(last) });
    }
  });
}

export function cleanupProcedure(): SystemProcedure {
  return {
    schema: 'sys',
    name: 'sp_cdc_cleanup_change_table',
    parameters: [
      required('@capture_instance'),
      required('@low_water_mark', LSN_TYPE),
      optional('@threshold', { name: 'bigint' }, 5000n),
    ],
    run: async (call) => {
      authorizeCapture(call, call.database);
      await cleanUp(call);
      return 0;
    },
  };
}

/** A NULL mark cleans up nothing of the change table. */
async function cleanUp(call: ProcedureCall): Promise<void> {
  const { database } = call;
  const name = requiredText(call, '@capture_instance');
  const instance = captureInstance(database, name);
  if (!instance) throw cdcError(22920, name, database.name);
  const mark = call.argument('@low_water_mark');
  if (!(mark instanceof Uint8Array)) return;
  const lsn = lsnFromBytes(mark);
  const low = lsnFromHex(instance.startLsn);
  const high = maxMappedLsn(database) ?? low;
  if (lsn < low || lsn > high) {
    throw cdcError(22957, lsnText(lsn), instance.name, lsnText(low), lsnText(high));
  }
  await call.session.write((transaction) => {
    raiseLowWaterMark(transaction, database, { instance: instance.name, lsn });
  });
}

/** Rows below `lsn` go; it becomes the instance's minimum. */
function raiseLowWaterMark(
  transaction: Transaction,
  database: Database,
  mark: { instance: string; lsn: Lsn },
): void {
  const raised = captureInstances(database).map((instance) =>
    instance.name === mark.instance && lsnFromHex(instance.startLsn) < mark.lsn
      ? { ...instance, startLsn: mark.lsn.toString(16) }
      : instance,
  );
  setCaptureFact(transaction, database, { name: 'cdc instances', value: raised });
  const instance = captureInstance(database, mark.instance);
  if (instance) deleteBelow(transaction, changeTable(database, instance), mark.lsn);
  const lowest = raised
    .map(({ startLsn }) => lsnFromHex(startLsn))
    .reduce((a, b) => (a < b ? a : b));
  const mapping = timeMapping(database);
  if (mapping) deleteBelow(transaction, mapping, lowest);
}

function deleteBelow(transaction: Transaction, table: Table, lsn: Lsn): void {
  const doomed: number[] = [];
  for (const [id, row] of table.rows.entries()) {
    if (rowLsn(row) >= lsn) break;
    doomed.push(id);
  }
  for (const id of doomed) transaction.delete(table, id);
}

function lsnText(lsn: Lsn): string {
  return `0x${lsn.toString(16).toUpperCase().padStart(20, '0')}`;
}
