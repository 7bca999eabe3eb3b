import type { CloudEvent } from '../../cloud';
import { outsideSubset } from '../outside-subset';
import type { SqlSession } from '../session';
import { SqlError } from '../sql-error';
import { EndOfBytes } from './byte-reader';
import { connectionState, type ConnectionState } from './connection-state';
import { writeResetDone } from './environment-change';
import { isAttention, type IncomingMessage } from './incoming-message';
import type { MessageWriter } from './message-writer';
import { PACKET, ProtocolError, STATUS } from './packet';
import { databaseContext, Response } from './response';
import { DONE, TOKEN, writeDone } from './tokens';
import { runRequest } from './run-request';
import type { Wire } from './wire';

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
    await runRequest(request, response);
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
  if (session.database !== before) {
    response.databaseChanged(session.database);
    response.info(databaseContext(session.database));
  }
  writeResetDone(writer.tokens);
}
