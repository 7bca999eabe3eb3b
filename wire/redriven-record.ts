import { isUtf8 } from 'node:buffer';
import { ExactJsonError, ExactNumber, formatExactJson, parseExactJson } from './exact-json';
import type { ExactObject } from './exact-json';

/**
 * What a DMS record carries that was put into the stream again, beside DMS's own metadata: where and when it
 * first stood in the stream. Which of a reload and a change came last is told by their arrival alone, so a
 * record that comes again must not count from its second one.
 */
export const FIRST_SEQUENCE_NUMBER = 'first-sequence-number';
export const FIRST_ARRIVAL_TIME = 'first-arrival-time';
/** How often it was put into the stream again. */
const REDRIVES = 'redrives';

export interface FirstArrival {
  sequenceNumber: string;
  /** ISO 8601, UTC, milliseconds. */
  time?: string;
}

/** What is known of a record's earlier ways through the stream. */
export interface EarlierWays {
  firstArrival: FirstArrival | undefined;
  redrives: number;
}

/** The metadata of a DMS record with these ways told, every other member as it was. */
export function tellWays(metadata: ExactObject, ways: EarlierWays): ExactObject {
  const { firstArrival, redrives } = ways;
  const { sequenceNumber, time } = firstArrival ?? {};
  return new Map([
    ...metadata,
    ...(sequenceNumber === undefined ? [] : ([[FIRST_SEQUENCE_NUMBER, sequenceNumber]] as const)),
    ...(time === undefined ? [] : ([[FIRST_ARRIVAL_TIME, time]] as const)),
    ...(redrives === 0 ? [] : ([[REDRIVES, new ExactNumber(String(redrives))]] as const)),
  ]);
}

/** Undefined where a payload is no JSON object with metadata: then it can tell nothing. */
export function readWays(payload: Uint8Array): EarlierWays | undefined {
  const metadata = metadataOf(envelopeOf(payload));
  if (metadata === undefined) return undefined;
  const sequenceNumber = metadata.get(FIRST_SEQUENCE_NUMBER);
  const time = metadata.get(FIRST_ARRIVAL_TIME);
  const redrives = metadata.get(REDRIVES);
  return {
    firstArrival:
      typeof sequenceNumber === 'string'
        ? { sequenceNumber, ...(typeof time === 'string' && { time }) }
        : undefined,
    redrives: redrives instanceof ExactNumber ? Number(redrives.text) : 0,
  };
}

/**
 * A DMS record as it is put into the stream once more. It keeps the arrival that it tells already, since
 * that is older; what is no JSON object with metadata goes as it is.
 */
export function redrivenRecord(payload: Uint8Array, arrival: FirstArrival | undefined): Uint8Array {
  const envelope = envelopeOf(payload);
  const metadata = metadataOf(envelope);
  const ways = readWays(payload);
  if (envelope === undefined || metadata === undefined || ways === undefined) return payload;
  const told = tellWays(metadata, {
    firstArrival: ways.firstArrival ?? arrival,
    redrives: ways.redrives + 1,
  });
  const lineEnd = payload.at(-1) === 0x0a ? '\n' : '';
  return Buffer.from(
    `${formatExactJson(new Map([...envelope, ['metadata', told]] as const))}${lineEnd}`,
  );
}

function metadataOf(envelope: ExactObject | undefined): ExactObject | undefined {
  const metadata = envelope?.get('metadata');
  return metadata instanceof Map ? metadata : undefined;
}

function envelopeOf(payload: Uint8Array): ExactObject | undefined {
  if (!isUtf8(payload)) return undefined;
  try {
    const json = parseExactJson(Buffer.from(payload).toString());
    return json instanceof Map ? json : undefined;
  } catch (error) {
    if (error instanceof ExactJsonError) return undefined;
    throw error;
  }
}
