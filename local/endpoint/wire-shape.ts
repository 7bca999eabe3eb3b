/** How a list is written in XML and in query parameters. */
export interface ListShape {
  /** The element around each entry; `member` where a list has no entry here. */
  element: string;
  /** Entries stand directly in the parent, without an element of the list's own (most of S3). */
  flattened?: boolean;
}

/** How a map is written in XML: `<entry><key/><value/></entry>` unless said otherwise. */
export interface MapShape {
  entry: string;
  key: string;
  value: string;
  flattened?: boolean;
}

/**
 * What a codec must know of a service's messages, since it has no API model: member *names*, which hold
 * wherever they occur in the service's input. Output needs only `lists` and `maps` (XML): a `Date`, a
 * `Uint8Array`, a number and a boolean say themselves what they are.
 */
export interface WireShape {
  /** Base64 on the wire, `Uint8Array` inside; a list of such strings is a list of blobs. */
  blobs: readonly string[];
  /** Epoch seconds (JSON), ISO 8601 (query, XML) or HTTP dates (headers) on the wire, `Date` inside. */
  timestamps: readonly string[];
  /** Members that arrive as text in query strings, headers and XML but are numbers inside. */
  numbers?: readonly string[];
  /** The same for booleans. */
  booleans?: readonly string[];
  /** Members that are lists, by name. Needed for XML and query protocols only. */
  lists?: Readonly<Record<string, ListShape>>;
  /** Members that are maps, by name. Needed for XML and query protocols only. */
  maps?: Readonly<Record<string, MapShape>>;
}

/** `Attributes` of SNS, SQS and IAM. */
export const ENTRY_MAP: MapShape = { entry: 'entry', key: 'key', value: 'value' };

/** `MessageAttributes` of SNS. */
export const NAMED_ENTRY_MAP: MapShape = { entry: 'entry', key: 'Name', value: 'Value' };
