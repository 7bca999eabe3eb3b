import { isUtf8 } from 'node:buffer';
import { ExactJsonError, ExactNumber, formatExactJson, parseExactJson } from './exact-json';
import type { ExactObject } from './exact-json';

/**
 * What a DMS record carries that was put into the stream again, beside DMS's own metadata: where it
 * first stood in the stream. Which of a reload and a change came last is told by sequence numbers alone,
 * so a record that comes again must not count from its second arrival.
 */
export const FIRST_SEQUENCE_NUMBER = 'first-sequence-number';
/** How often it was put into the stream again. */
const REDRIVES = 'redrives';

/** What is known of a record's earlier ways through the stream. */
export interface EarlierWays {
  firstSequenceNumber: string | undefined;
  redrives: number;
}

/** The metadata of a DMS record with these ways told, every other member as it was. */
export function tellWays(metadata: ExactObject, ways: EarlierWays): ExactObject {
  const { firstSequenceNumber, redrives } = ways;
  return new Map([
    ...metadata,
    ...(firstSequenceNumber === undefined
      ? []
      : ([[FIRST_SEQUENCE_NUMBER, firstSequenceNumber]] as const)),
    ...(redrives === 0 ? [] : ([[REDRIVES, new ExactNumber(String(redrives))]] as const)),
  ]);
}

/** Undefined where a payload is no JSON object with metadata: then it can tell nothing. */
export function readWays(payload: Uint8Array): EarlierWays | undefined {
  const metadata = metadataOf(envelopeOf(payload));
  if (metadata === undefined) return undefined;
  const first = metadata.get(FIRST_SEQUENCE_NUMBER);
  const redrives = metadata.get(REDRIVES);
  return {
    firstSequenceNumber: typeof first === 'string' ? first : undefined,
    redrives: redrives instanceof ExactNumber ? Number(redrives.text) : 0,
  };
}

/**
 * A DMS record as it is put into the stream once more. It keeps the place that it tells already, since
 * that is older; what is no JSON object with metadata goes as it is.
 */
export function redrivenRecord(
  payload: Uint8Array,
  sequenceNumber: string | undefined,
): Uint8Array {
  const envelope = envelopeOf(payload);
  const metadata = metadataOf(envelope);
  const ways = readWays(payload);
  if (envelope === undefined || metadata === undefined || ways === undefined) return payload;
  const told = tellWays(metadata, {
    firstSequenceNumber: ways.firstSequenceNumber ?? sequenceNumber,
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
