/**
 * The LSN in a task's recovery checkpoint, as 20 hex digits. No page shows the checkpoint of a SQL Server
 * source; inferred is that it carries the LSN as SQL Server prints it, `vlf:block:slot` in hex, or as the ten
 * bytes. Undefined where it shows neither: then gaps are told less surely.
 * https://docs.aws.amazon.com/dms/latest/APIReference/API_ReplicationTask.html
 */
export function taskPosition(checkpoint: string): string | undefined {
  const colons = /(?<![0-9a-f])([0-9a-f]{8}):([0-9a-f]{8}):([0-9a-f]{4})(?![0-9a-f])/i.exec(
    checkpoint,
  );
  if (colons !== null) return colons.slice(1).join('').toLowerCase();
  const bytes = /(?<![0-9a-f])(?:0x)?([0-9a-f]{20})(?![0-9a-f])/i.exec(checkpoint);
  return bytes?.[1]?.toLowerCase();
}
