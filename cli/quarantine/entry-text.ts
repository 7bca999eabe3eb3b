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
  const text = printable(Buffer.from(payload).toString().trimEnd());
  const preview = text.length > PREVIEW_CHARACTERS ? `${text.slice(0, PREVIEW_CHARACTERS)}…` : text;
  const age = arrivedAt === '' ? '' : `  ${ageText(arrivedAt, now)} old`;
  const change = changeText(entry);
  return [
    `${id}${age}  ${source}: ${printable(reason)}`,
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
    ['reason', printable(entry.reason)],
    ['arrived', arrivedAt === '' ? undefined : `${arrivedAt}, ${ageText(arrivedAt, now)} ago`],
    ['change', changeText(entry) || undefined],
    ['not readable', entry.unreadable === undefined ? undefined : printable(entry.unreadable)],
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
    return prettyJson(parseExactJson(text)).split('\n').map(printable).join('\n');
  } catch (error) {
    if (error instanceof ExactJsonError) return printable(text);
    throw error;
  }
}

/** Control characters, and what turns the direction of text, could make a terminal show something else. */
const UNPRINTABLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

function printable(text: string): string {
  return text.replaceAll(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
