import { skipAllHeaders } from './all-headers';
import { BulkRows } from './bulk-rows';
import { ByteReader } from './byte-reader';
import type { ConnectionState } from './connection-state';
import type { IncomingMessage } from './incoming-message';
import { PACKET, ProtocolError } from './packet';
import type { Response } from './response';
import { parseRpcRequest } from './rpc-request';
import { runCall } from './run-call';
import { runTransactionRequest } from './transaction-request';
import type { Wire } from './wire';

const INSERT_BULK = /^\s*insert\s+bulk\s/i;

interface Running {
  state: ConnectionState;
  response: Response;
  signal: AbortSignal;
}

/** Runs one request and ends its response. Throws what keeps the request from running at all. */
export async function runRequest(
  { wire, state, message }: { wire: Wire; state: ConnectionState; message: IncomingMessage },
  response: Response,
): Promise<void> {
  if (message.type === PACKET.bulkLoad) {
    await runBulkLoad(state, message, response);
    return;
  }
  const body = await wire.readWhole(message);
  if (message.ignored) response.givenUp();
  else await runWhole({ type: message.type, body }, { state, response, signal: message.signal });
}

async function runWhole(request: { type: number; body: Buffer }, running: Running): Promise<void> {
  const { state, response, signal } = running;
  switch (request.type) {
    case PACKET.sqlBatch:
      await runBatch(request.body, running);
      response.finish();
      return;
    case PACKET.rpc:
      await runCalls(request.body, running);
      return;
    case PACKET.transactionManager:
      await runTransactionRequest(request.body, { session: state.session, sink: response, signal });
      response.finish();
      return;
    default:
      throw new ProtocolError(`Expected a request, got a message of type ${request.type}.`);
  }
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
  if (message.ignored) {
    response.givenUp();
    return;
  }
  response.inserted(rowCount);
  response.finish();
}
