/**
 * A canary proves that delivery reads the stream before a full load begins: Firehose reads from LATEST,
 * so what is put earlier never reaches the lake
 * (https://docs.aws.amazon.com/firehose/latest/dev/writing-with-kinesis-streams.html).
 * It has the shape of a DMS control record, so that readers of DMS records set it aside; the transform
 * writes it to the lake as a row of `CANARY_TABLE`, which no view shows.
 */
export const CANARY_TABLE = 'tributary_canary';

/** `sentAt` is ISO 8601, UTC. */
export function canaryRecord(id: string, sentAt: string): string {
  return JSON.stringify({
    metadata: {
      timestamp: sentAt,
      'record-type': 'control',
      operation: 'create-table',
      'partition-key-type': 'task-id',
      'schema-name': '',
      'table-name': CANARY_TABLE,
    },
    control: { canary: id },
  });
}

/** True when `lakeFile`, the text of a lake file, holds the canary. */
export function holdsCanary(lakeFile: string, id: string): boolean {
  return lakeFile
    .split('\n')
    .some((line) => line.includes(`"${CANARY_TABLE}"`) && line.includes(id));
}
