import type { SqlValue } from '../types/sql-type';
import type { DefinitionChange } from './definition-change';
import type { Row } from './row-store';

/** A committed transaction as the redo log keeps it: JSON, in the order of its changes. */
export interface RedoEntry {
  id: number;
  ms: number;
  /** The commit LSN in hexadecimal. */
  lsn: string;
  /** The number before the transaction's first, from which its changes are numbered. */
  from: string;
  operations: RedoOperation[];
}

export type RedoOperation =
  /** The table that the row operations after it are about. */
  | { t: number; in: string }
  | { d: Json }
  /** `[id, row]` stores a row, `[id]` deletes one. */
  | [id: number, row?: Json[]];

export type Json = null | string | number | boolean | Json[] | { [name: string]: Json };

export function encodeRow(row: Row): Json[] {
  return row.map(encodeValue);
}

export function decodeRow(row: Json[]): SqlValue[] {
  return row.map(decodeValue);
}

export function encodeDefinition(change: DefinitionChange): Json {
  return JSON.parse(JSON.stringify(change, bigintsAsText)) as Json;
}

export function decodeDefinition(encoded: Json): DefinitionChange {
  return reviveBigints(encoded) as DefinitionChange;
}

/** A bigint is `{ n }`, a decimal `{ d, s }`, bytes are `{ b }`; everything else is JSON by itself. */
function encodeValue(value: SqlValue): Json {
  if (typeof value === 'bigint') return { n: value.toString() };
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return { b: Buffer.from(value).toString('base64') };
  if ('unscaled' in value) return { d: value.unscaled.toString(), s: value.scale };
  return value as unknown as Json;
}

function decodeValue(value: Json): SqlValue {
  if (value === null || typeof value !== 'object') return value as SqlValue;
  const tagged = value as { n?: string; b?: string; d?: string; s?: number };
  if (tagged.n !== undefined) return BigInt(tagged.n);
  if (tagged.b !== undefined) return new Uint8Array(Buffer.from(tagged.b, 'base64'));
  if (tagged.d !== undefined) return { unscaled: BigInt(tagged.d), scale: tagged.s ?? 0 };
  return value as unknown as SqlValue;
}

function bigintsAsText(_name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return { $bigint: value.toString() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  return value;
}

function reviveBigints(value: Json): unknown {
  if (Array.isArray(value)) return value.map(reviveBigints);
  if (value === null || typeof value !== 'object') return value;
  const { $bigint, $bytes } = value;
  if (typeof $bigint === 'string') return BigInt($bigint);
  if (typeof $bytes === 'string') return new Uint8Array(Buffer.from($bytes, 'base64'));
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, reviveBigints(part)]),
  );
}
