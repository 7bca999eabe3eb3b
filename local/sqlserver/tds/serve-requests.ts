import type { CloudEvent } from '../../cloud';
import { outsideSubset } from '../outside-subset';
import type { SqlSession } from '../session';
import { SqlError } from '../sql-error';
import { skipAllHeaders } from './all-headers';
import { BulkRows } from './bulk-rows';
import { ByteReader, EndOfBytes } from './byte-reader';
import { connectionState, type ConnectionState } from './connection-state';
import { writeResetDone } from './environment-change';
import { isAttention, type IncomingMessage } from './incoming-message';
import type { MessageWriter } from './message-writer';
import { PACKET, ProtocolError, STATUS } from './packet';
import { Response } from './response';
import { parseRpcRequest } from './rpc-request';
import { runCall } from './run-call';
import { DONE, TOKEN, writeDone } from './tokens';
import { runTransactionRequest } from './transaction-request';
import type { Wire } from './wire';

const INSERT_BULK = /^\s*insert\s+bulk\s/i;

/** Answers the requests of a logged-in client one after the other, until it goes. */
export async function serveRequests(
  wire: Wire,
  session: SqlSession,
  report: (event: CloudEvent) => void,
): Promise<void> {
  const state = connectionState(session);
  for (let message = await wire.next(); message !== undefined; message = await wire.next()) {
    if (isAttention(message)) {
      acknowledgeAttention(wire.answer());
      continue;
    }
    const fatal = await answer({ wire, state, message, report });
    if (fatal) return;
  }
}

interface Request {
  wire: Wire;
  state: ConnectionState;
  message: IncomingMessage;
  report: (event: CloudEvent) => void;
}

/** A message of its own: inside the answer to the request, tedious would wait for it in vain. */
function acknowledgeAttention(writer: MessageWriter): void {
  writeDone(writer.tokens, { token: TOKEN.done, status: DONE.attention, command: 0, rowCount: 0 });
  writer.end();
}

/** Whether the connection ends with this answer. */
async function answer(request: Request): Promise<boolean> {
  const { wire, state, message } = request;
  const kind = message.type === PACKET.rpc ? 'call' : 'batch';
  const writer = wire.answer();
  const response = new Response(
    writer,
    { watch: state.watch, database: state.session.database },
    kind,
  );
  try {
    reset(message.status, { state, response, writer });
    await run(request, response);
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    if (error instanceof EndOfBytes) throw new ProtocolError(error.message);
    await message.skip();
    if (!message.ignored && !message.signal.aborted) response.error(asSqlError(error, request));
    if (message.ignored || kind === 'batch') response.givenUp();
    else response.finishCall({ status: response.errorNumber, output: [], more: false });
  }
  return response.fatal;
}

function asSqlError(error: unknown, { report }: Request): SqlError {
  if (error instanceof SqlError) return error;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  report({ source: 'sqlserver', level: 'error', message: text });
  return new SqlError(3624, `A system assertion check has failed in the stand-in: ${text}`, {
    severity: 20,
  });
}

function reset(
  status: number,
  {
    state,
    response,
    writer,
  }: { state: ConnectionState; response: Response; writer: MessageWriter },
): void {
  if ((status & STATUS.resetConnectionKeepTransaction) !== 0) {
    throw outsideSubset('RESETCONNECTIONSKIPTRAN');
  }
  if ((status & STATUS.resetConnection) === 0) return;
  const { session } = state;
  const before = session.database;
  session.reset();
  state.prepared.clear();
  state.bulkStatement = undefined;
  state.watch.tell(writer.tokens, 'rolled back');
  if (session.database !== before) response.databaseChanged(session.database);
  writeResetDone(writer.tokens);
}

async function run({ wire, state, message }: Request, response: Response): Promise<void> {
  if (message.type === PACKET.bulkLoad) return runBulkLoad(state, message, response);
  const body = await wire.readWhole(message);
  if (message.ignored) return response.givenUp();
  const { session } = state;
  const { signal } = message;
  switch (message.type) {
    case PACKET.sqlBatch:
      await runBatch(body, { state, response, signal });
      return response.finish();
    case PACKET.rpc:
      return runCalls(body, { state, response, signal });
    case PACKET.transactionManager:
      await runTransactionRequest(body, { session, sink: response, signal });
      return response.finish();
    default:
      throw new ProtocolError(`Expected a request, got a message of type ${message.type}.`);
  }
}

interface Running {
  state: ConnectionState;
  response: Response;
  signal: AbortSignal;
}

async function runBatch(body: Buffer, { state, response, signal }: Running): Promise<void> {
  const reader = new ByteReader(body);
  skipAllHeaders(reader);
  const text = reader.raw(reader.remaining).toString('utf16le');
  if (INSERT_BULK.test(text)) state.bulkStatement = text;
  else await state.session.batch(text, response, signal);
}

async function runCalls(body: Buffer, running: Running): Promise<void> {
  const calls = parseRpcRequest(body);
  for (const [at, call] of calls.entries()) {
    const more = at < calls.length - 1;
    const { status, output } = await runCall(call, running);
    running.response.finishCall({ status, output, more });
  }
}

async function runBulkLoad(
  state: ConnectionState,
  message: IncomingMessage,
  response: Response,
): Promise<void> {
  const statement = state.bulkStatement;
  state.bulkStatement = undefined;
  if (statement === undefined) throw new ProtocolError('Expected INSERT BULK before its rows.');
  const bulk = new BulkRows(message);
  const columns = await bulk.describe();
  const rowCount =
    columns === undefined
      ? 0
      : await state.session.bulkInsert({ statement, columns, rows: bulk.rows() }, message.signal);
  await message.skip();
  if (message.ignored) return response.givenUp();
  response.inserted(rowCount);
  response.finish();
}
