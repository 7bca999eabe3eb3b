import { outsideSubset } from '../outside-subset';
import type { ResultSink, SqlSession } from '../session';
import { skipAllHeaders } from './all-headers';
import { ByteReader } from './byte-reader';
import { ProtocolError } from './packet';

/** Transaction manager requests, MS-TDS 2.2.6.9. */
const REQUEST = { begin: 5, commit: 7, rollback: 8, save: 9 };
/** 0 keeps the level of the session. */
const ISOLATION = [
  undefined,
  'READ UNCOMMITTED',
  'READ COMMITTED',
  'REPEATABLE READ',
  'SERIALIZABLE',
  'SNAPSHOT',
];
const BEGIN_ANOTHER = 0x01;

interface Running {
  session: SqlSession;
  sink: ResultSink;
  signal: AbortSignal;
}

/** Throws the `SqlError` of a request that cannot be met. */
export async function runTransactionRequest(body: Buffer, running: Running): Promise<void> {
  const reader = new ByteReader(body);
  skipAllHeaders(reader);
  const { session, sink, signal } = running;
  const request = reader.uint16();
  switch (request) {
    case REQUEST.begin:
      return begin(reader, running);
    case REQUEST.commit:
      await session.commit(readName(reader));
      return beginAnother(reader, running);
    case REQUEST.rollback:
      session.rollback(readName(reader));
      sink.transactionRolledBack?.();
      return beginAnother(reader, running);
    case REQUEST.save:
      return session.batch(`SAVE TRANSACTION ${quoted(readName(reader))}`, quiet(sink), signal);
    default:
      throw outsideSubset(`A distributed transaction (transaction manager request ${request})`);
  }
}

async function begin(reader: ByteReader, { session, sink, signal }: Running): Promise<void> {
  const code = reader.uint8();
  if (code >= ISOLATION.length) throw new ProtocolError(`Isolation level ${code} is unknown.`);
  const level = ISOLATION[code];
  if (level !== undefined) {
    await session.batch(`SET TRANSACTION ISOLATION LEVEL ${level}`, quiet(sink), signal);
  }
  readName(reader);
  session.begin();
}

async function beginAnother(reader: ByteReader, running: Running): Promise<void> {
  if (reader.remaining > 0 && (reader.uint8() & BEGIN_ANOTHER) !== 0) await begin(reader, running);
}

/** Its length counts bytes. */
function readName(reader: ByteReader): string | undefined {
  const bytes = reader.uint8();
  return bytes === 0 ? undefined : reader.raw(bytes).toString('utf16le');
}

function quoted(name = ''): string {
  return `[${name.replaceAll(']', ']]')}]`;
}

/** Lets errors and messages through: the request has one DONE of its own. */
function quiet(sink: ResultSink): ResultSink {
  return {
    columns: () => undefined,
    row: () => undefined,
    done: () => undefined,
    info: (message) => sink.info(message),
    error: (error) => sink.error(error),
    databaseChanged: (database) => sink.databaseChanged(database),
  };
}
