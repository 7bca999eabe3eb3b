import { outsideSubset } from '../outside-subset';
import type { ByteReader } from './byte-reader';
import { ProtocolError } from './packet';

const QUERY_NOTIFICATION = 1;

/**
 * Reads past ALL_HEADERS, MS-TDS 2.2.5.3. Each connection has one transaction here (no MARS), so the
 * transaction descriptor says nothing new; a query notification is refused.
 */
export function skipAllHeaders(reader: ByteReader): void {
  const start = reader.position;
  const end = start + reader.uint32();
  if (end > start + 4 + reader.remaining) {
    throw new ProtocolError('The headers of a request are longer than the request.');
  }
  while (reader.position < end) {
    const headerEnd = reader.position + reader.uint32();
    if (headerEnd < reader.position + 2 || headerEnd > end) {
      throw new ProtocolError('A header of a request has a wrong length.');
    }
    if (reader.uint16() === QUERY_NOTIFICATION) throw outsideSubset('A query notification');
    reader.raw(headerEnd - reader.position);
  }
}
