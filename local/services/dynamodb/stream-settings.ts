import { ServiceError } from '../../endpoint/service-error';
import { FIRST_SEQUENCE_NUMBER } from './change-log';
import type { TableSettings } from './table-settings';

/** When and where in the table's log its stream is switched. */
export interface StreamChange {
  tableName: string;
  atMs: number;
  /** The newest sequence number, while nothing is written. */
  logEnd: string;
}

/**
 * The settings after a call that gives some of them. A stream switched on begins behind what is there,
 * under a new label; one switched off ends there.
 */
export function withStream(
  before: TableSettings,
  given: TableSettings,
  { tableName, atMs, logEnd }: StreamChange,
): TableSettings {
  const after = { ...before, ...given };
  const wanted = given.StreamSpecification;
  if (wanted === undefined) return after;
  const isNew = Object.keys(before).length === 0;
  const wasEnabled = before.StreamSpecification?.StreamEnabled === true;
  if (!wanted.StreamEnabled) {
    if (isNew) return after;
    if (!wasEnabled) throw refused(`Table has no stream to disable: TableName: ${tableName}`);
    const begin = before.streamRange?.after ?? FIRST_SEQUENCE_NUMBER;
    return { ...after, streamRange: { after: begin, until: logEnd } };
  }
  if (wasEnabled) throw refused(`Table already has an enabled stream: TableName: ${tableName}`);
  if (wanted.StreamViewType === undefined) {
    const event = isNew
      ? 'Table is being created with a stream enabled,'
      : 'If stream is being enabled then';
    throw refused(`One or more parameter values were invalid: ${event} UpdateViewType is required`);
  }
  const streamLabel = new Date(atMs).toISOString().replace('Z', '');
  const { StreamViewType: streamViewType } = wanted;
  return { ...after, streamLabel, streamViewType, streamRange: { after: logEnd } };
}

function refused(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
