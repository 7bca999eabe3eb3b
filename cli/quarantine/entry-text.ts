import { ExactJsonError, parseExactJson } from '../../wire/exact-json';
import { readWays } from '../../wire/redriven-record';
import { prettyJson } from '../pretty-json';
import { ageText } from '../time-option';
import type { QuarantinedEntry } from './list-quarantine';

const PREVIEW_CHARACTERS = 200;

export function entryJson({ payload, ...entry }: QuarantinedEntry): string {
  return JSON.stringify({ ...entry, payloadBase64: Buffer.from(payload).toString('base64') });
}

/** Id, age, reason, what changed, and the payload's beginning, with what is no printable text as escapes. */
export function entryText(entry: QuarantinedEntry, now: number): string {
  const { id, source, reason, arrivedAt, payload } = entry;
  const text = escaped(Buffer.from(payload).toString().trimEnd());
  const preview = text.length > PREVIEW_CHARACTERS ? `${text.slice(0, PREVIEW_CHARACTERS)}…` : text;
  const age = arrivedAt === '' ? '' : `  ${ageText(arrivedAt, now)} old`;
  const change = changeText(entry);
  return [
    `${id}${age}  ${source}: ${escaped(reason)}`,
    ...(change === '' ? [] : [`  ${change}`]),
    `  ${preview}`,
  ].join('\n');
}

/** All that is known of an entry, then its whole payload. */
export function entryDetails(entry: QuarantinedEntry, now: number): string {
  const { arrivedAt, payload } = entry;
  const attempts = entry.isRecord ? readWays(payload)?.redrives : undefined;
  const facts: [string, string | undefined][] = [
    ['id', entry.id],
    ['feed', entry.feed],
    ['given up by', entry.source],
    ['reason', escaped(entry.reason)],
    ['arrived', arrivedAt === '' ? undefined : `${arrivedAt}, ${ageText(arrivedAt, now)} ago`],
    ['change', changeText(entry) || undefined],
    ['position', entry.position],
    ['shard', entry.shardId],
    ['sequence number', entry.sequenceNumber],
    ['partition key', entry.partitionKey],
    ['sent again', attempts === undefined || attempts === 0 ? undefined : `${attempts} times`],
    ['lies in', `${entry.place}, record ${entry.record}`],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  const lines = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name.padEnd(width)}  ${value}`],
  );
  return [...lines, '', payloadText(payload)].join('\n');
}

function changeText({ operation, table, key }: QuarantinedEntry): string {
  return [operation, table, key].filter((part) => part !== undefined).join(' ');
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function payloadText(payload: Uint8Array): string {
  let text: string;
  try {
    text = utf8.decode(payload);
  } catch {
    return `${payload.byteLength} bytes that are no UTF-8 text, in base64:\n${Buffer.from(payload).toString('base64')}`;
  }
  try {
    return prettyJson(parseExactJson(text));
  } catch (error) {
    if (error instanceof ExactJsonError) return escaped(text);
    throw error;
  }
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
