import * as z from 'zod/mini';
import type { RangeChecksum } from './place-ranges';
import type { ListedRow } from './row-places';

const text = z.nullable(z.string());

/** By column. */
const values = z.record(z.string(), text);

/** Keys whose rows are read at once. */
export const KEYS_READ_MAX = 100;

/** Rows behind the key `after` in the source's order, about `rowsPerPage`; null: from the first. */
const page = {
  table: z.string(),
  after: z.nullable(z.array(text).check(z.minLength(1))),
  rowsPerPage: z.int().check(z.positive()),
  /** Prefixes of places: see `PlaceCut`. */
  within: z.array(z.string()),
};

/** What the database runner can be asked to do. Never free SQL: scripts go by name, rows are typed. */
export const runnerRequest = z.discriminatedUnion('action', [
  /** The scripts in the bundle, each with the hash of its text and whether it has been applied. */
  z.strictObject({ action: z.literal('list-scripts') }),
  /** Runs one script; refused when the bundle's text has another hash than the caller read. */
  z.strictObject({
    action: z.literal('apply-script'),
    name: z.string(),
    sha256: z.string(),
  }),
  /** Makes the DMS login with a new password, or takes the one in the secret, and fills the secret. */
  z.strictObject({ action: z.literal('provision-dms-login') }),
  /** Goes through all that change data capture needs. */
  z.strictObject({ action: z.literal('check') }),
  /** Where change data capture stands, and what it holds after that position. */
  z.strictObject({
    action: z.literal('read-positions'),
    after: z.nullable(z.string().check(z.regex(/^[0-9a-f]{20}$/))),
  }),
  /** Makes a capture instance of all the table's present columns, beside the one that feeds on. */
  z.strictObject({ action: z.literal('recapture'), table: z.string() }),
  /** Inserts one chunk; a chunk that was inserted before is left alone. */
  z.strictObject({
    action: z.literal('insert-chunk'),
    run: z.string().check(z.minLength(1)),
    chunk: z.int().check(z.nonnegative()),
    table: z.string(),
    /** `bulk`: one INSERT BULK; `single`: a statement a row. */
    mode: z.enum(['bulk', 'single']),
    rows: z.array(values).check(z.minLength(1)),
  }),
  /** Typed changes by key, each in a statement of its own, in one transaction. */
  z.strictObject({
    action: z.literal('change-rows'),
    table: z.string(),
    changes: z
      .array(
        z.strictObject({
          operation: z.enum(['insert', 'update', 'delete']),
          key: values,
          values,
        }),
      )
      .check(z.minLength(1)),
  }),
  /** Where the source stands: see `SourcePosition`. */
  z.strictObject({ action: z.literal('position') }),
  /** Count and checksum of the ranges of a page of rows, in the source's own order of keys. */
  z.strictObject({
    action: z.literal('checksum-page'),
    ...page,
    digits: z.int().check(z.minimum(1)),
  }),
  /** Key and hash of the rows of such a page, without the rows. */
  z.strictObject({ action: z.literal('list-page'), ...page }),
  /** The rows of these keys, and where the source stood before they were read. */
  z.strictObject({
    action: z.literal('read-keys'),
    table: z.string(),
    keys: z.array(z.array(text)).check(z.minLength(1), z.maxLength(KEYS_READ_MAX)),
  }),
  /** The rows of a table without a key that lie at these places; read from the whole table. */
  z.strictObject({
    action: z.literal('read-places'),
    table: z.string(),
    places: z.array(z.string()).check(z.minLength(1), z.maxLength(KEYS_READ_MAX)),
  }),
]);

export type RunnerRequest = z.input<typeof runnerRequest>;

export interface ScriptState {
  name: string;
  sha256: string;
  appliedAt: string | null;
  /** Not part of setting a feed up: applied only when asked for by name. */
  optional: boolean;
}

/** Begins the subject of the finding that tells whether a table is captured; its name follows. */
export const CAPTURE_INSTANCE_OF = 'capture instance of';

/**
 * What a finding is about; each kind has an alarm of its own, `source-<kind>`. `columns-not-carried` stops
 * the feed, since going on would drop values.
 */
export const FINDING_KINDS = [
  'setup',
  'capture-off',
  'polling-interval',
  'columns-not-carried',
  'schema-changed',
] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];

export interface CheckFinding {
  kind: FindingKind;
  /** What was looked at: `recovery model`, `capture instance of dbo.invoices`. */
  subject: string;
  ok: boolean;
  found: string;
  /** What mends it; empty when ok. */
  mend: string;
}

/** A point in the source's order: everything committed before it is at or below it. */
export interface SourcePosition {
  /** 20 hex digits of the last LSN that capture has seen; null before the first, or without capture. */
  lsn: string | null;
  /** The server's clock; ISO 8601, UTC. */
  time: string;
}

/** Where change data capture stands; LSNs are 20 hex digits. */
export interface CapturePositions {
  /** Up to where the capture job has come; null before its first scan. */
  newestLsn: string | null;
  /** How long change tables keep a change. */
  retentionMinutes: number | null;
  /** Of each captured table of the feed. */
  tables: CapturePosition[];
}

export interface CapturePosition {
  table: string;
  /** Nothing at or before it is kept: it rises when the change table is cleaned or made anew. */
  oldestLsn: string;
  /** Age of the oldest change after the position that was asked for; null when there is none. */
  unreadSeconds: number | null;
}

/** `next`: the last key of the page, where there are rows behind it. */
interface Page {
  next: (string | null)[] | null;
}

export interface RunnerResponses {
  'list-scripts': { scripts: ScriptState[] };
  'read-positions': CapturePositions;
  recapture: { instance: string; dropped: string | null };
  'apply-script': { name: string; batches: number; messages: string[] };
  'provision-dms-login': { login: string; created: boolean };
  check: { findings: CheckFinding[] };
  'insert-chunk': { inserted: number; alreadyInserted: boolean };
  'change-rows': { affected: number[] };
  position: SourcePosition;
  'checksum-page': Page & { ranges: RangeChecksum[] };
  'list-page': Page & { rows: ListedRow[] };
  'read-keys': { position: SourcePosition; rows: Record<string, string | null>[] };
  'read-places': { rows: Record<string, string | null>[] };
}
