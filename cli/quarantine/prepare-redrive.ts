import { createHash } from 'node:crypto';
import { lakeColumnName } from '../../wire/canonical-row';
import { decodeDmsRecord } from '../../wire/dms-record';
import { tableName } from '../../wire/feed-table';
import { readWays, redrivenRecord } from '../../wire/redriven-record';
import { itemPartitionKey, rowPartitionKey } from '../partition-key';
import type { OutgoingRecord } from '../send-in-order';
import { byKind, relationalTarget, type Target } from '../target';
import { findArrivals, type StreamPlace } from './find-arrivals';
import type { QuarantinedEntry } from './list-quarantine';
import { newestLoads } from './newest-loads';

/** A record to be sent, or why it may not be. */
export type PreparedEntry = OutgoingRecord | { refused: string };

export interface RedriveWorld {
  /** By table, when the newest row of a load came into the stream. */
  loads: () => Promise<ReadonlyMap<string, string>>;
  now: () => number;
}

/**
 * What is put into the stream for each entry: the record as it came, with its own partition key. A DMS
 * record tells besides where and when it first stood (wire/redriven-record.ts). Where that is not known any more,
 * a change that a load has overtaken since is refused: it would undo the load.
 */
export async function prepareRedrive(
  target: Target,
  entries: readonly QuarantinedEntry[],
  world: RedriveWorld,
): Promise<PreparedEntry[]> {
  const sought = entries.filter(
    ({ isRecord, sequenceNumber }) => isRecord && sequenceNumber === undefined,
  );
  const found =
    sought.length === 0
      ? new Map<string, StreamPlace>()
      : await findArrivals(target, sought, world.now());
  const prepared: PreparedEntry[] = [];
  for (const entry of entries) {
    const place = placeOf(entry) ?? found.get(entry.id);
    const refused = await reasonAgainst(target, { entry, place }, world.loads);
    prepared.push(refused === undefined ? outgoing(target, entry, place) : { refused });
  }
  return prepared;
}

/** As `prepareRedrive` asks: once for all that is sent again. */
export function loadsOnce(target: Target): () => Promise<ReadonlyMap<string, string>> {
  let asked: Promise<ReadonlyMap<string, string>> | undefined;
  return () => (asked ??= newestLoads(relationalTarget(target)));
}

function placeOf(entry: QuarantinedEntry): StreamPlace | undefined {
  const { shardId, sequenceNumber, partitionKey } = entry;
  if (shardId === undefined || sequenceNumber === undefined || partitionKey === undefined) {
    return undefined;
  }
  return { shardId, sequenceNumber, partitionKey };
}

async function reasonAgainst(
  target: Target,
  { entry, place }: { entry: QuarantinedEntry; place: StreamPlace | undefined },
  loads: () => Promise<ReadonlyMap<string, string>>,
): Promise<string | undefined> {
  const { isRecord, payload, table, operation, arrivedAt } = entry;
  if (!isRecord) return 'it is no record of the stream, so it cannot be put there';
  if (target.feed.kind === 'dynamodb' || table === undefined || place !== undefined) return;
  if (readWays(payload)?.firstArrival !== undefined) return;
  const lost = 'the stream does not hold it any more, so nothing tells whether it came before or';
  if (operation === 'load') {
    return `${lost} after the changes of its row: "tributary dms reload" brings the row`;
  }
  const loadedAt = (await loads()).get(table);
  if (loadedAt === undefined || loadedAt < arrivedAt) return;
  return `${lost} after the load of ${table} at ${loadedAt}: "tributary dms reload" brings the row`;
}

function outgoing(
  target: Target,
  entry: QuarantinedEntry,
  place: StreamPlace | undefined,
): OutgoingRecord {
  const partitionKey = place?.partitionKey ?? partitionKeyOf(target, entry);
  const data = byKind(target, {
    sqlserver: () =>
      redrivenRecord(
        entry.payload,
        place && { sequenceNumber: place.sequenceNumber, time: entry.arrivedAt },
      ),
    dynamodb: () => entry.payload,
  });
  return { data, partitionKey };
}

function partitionKeyOf(target: Target, { payload, key }: QuarantinedEntry): string {
  return byKind(target, {
    sqlserver: ({ feed }) => {
      const change = decodeDmsRecord(payload);
      if (change.kind !== 'change') return hashOf(payload);
      const name = tableName({ schema: change.schema, name: change.table });
      const table = feed.tables.find((known) => tableName(known) === name);
      const values = Object.entries(change.row).map(([column, value]) => [
        lakeColumnName(column),
        value,
      ]);
      const row = Object.fromEntries(values) as Record<string, string | null>;
      return table === undefined ? name : rowPartitionKey(table, row);
    },
    dynamodb: () => (key === undefined ? hashOf(payload) : itemPartitionKey(key)),
  });
}

/** Of what cannot be read: the same for each of its copies. */
function hashOf(payload: Uint8Array): string {
  return createHash('md5').update(payload).digest('hex');
}
