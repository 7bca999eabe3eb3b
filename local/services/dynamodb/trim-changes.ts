import type { Cloud } from '../../cloud';
import type { ChangeLog } from './change-log';
import type { DynaliteCore } from './dynalite-core';
import type { Forwarding } from './kinesis-forwarding';
import { repeat } from './repeat';
import type { TableSettingsStore } from './table-settings';
import { STREAM_RETENTION_MILLISECONDS } from './table-streams';

const TRIM_SECONDS = 3600;

interface Parts {
  core: DynaliteCore;
  settings: TableSettingsStore;
  log: ChangeLog;
  forwarding: Forwarding;
}

/** Forgets changes that streams no longer show and that every Kinesis destination has. */
export function startTrimming(cloud: Cloud, parts: Parts): { stop(): void } {
  const stopping = new AbortController();
  void repeat(cloud, {
    everySeconds: TRIM_SECONDS,
    work: () => trim(cloud, parts),
    signal: stopping.signal,
    trouble: 'old changes could not be forgotten',
  });
  return { stop: () => stopping.abort(new Error('DynamoDB stopped')) };
}

async function trim(cloud: Cloud, { core, settings, log, forwarding }: Parts): Promise<void> {
  await core.opened();
  await settings.loaded();
  const beforeMs = cloud.clock.now() - STREAM_RETENTION_MILLISECONDS;
  for (const [tableName] of settings.entries()) {
    const until = await forwarding.reached(tableName);
    await log.trim(tableName, { beforeMs, until });
  }
}
