import { outsideSubset } from '../outside-subset';
import type { SqlEngine, SqlSession } from '../session';
import { SqlError } from '../sql-error';
import { writeCollationChange, writeTextChange } from './environment-change';
import { parseLogin7, type Login7 } from './login7';
import {
  PACKET,
  PACKET_BYTES_DEFAULT,
  PACKET_BYTES_MAX,
  PACKET_BYTES_MIN,
  ProtocolError,
} from './packet';
import { agreeEncryption, ENCRYPTION, parsePrelogin, preloginAnswer } from './prelogin';
import type { ServerEncryption } from './prelogin';
import { databaseContext } from './response';
import { DONE, TOKEN, writeDone, writeLoginAck, writeMessage } from './tokens';
import type { Wire } from './wire';

const TDS_7_3_A = 0x730a0003;
const TDS_7_4 = 0x74000004;
const LANGUAGE = 'us_english';

/** PRELOGIN, TLS where agreed, LOGIN7. Undefined when the client went or was refused. */
export async function logIn(
  wire: Wire,
  options: { engine: SqlEngine; encryption: ServerEncryption },
): Promise<SqlSession | undefined> {
  const prelogin = await read(wire, PACKET.preLogin);
  if (prelogin === undefined) return undefined;
  const client = parsePrelogin(prelogin.body).encryption;
  const { answer, tls } = agreeEncryption(client, options.encryption);
  const writer = wire.answer();
  writer.tokens.raw(preloginAnswer(answer));
  writer.end();
  if (tls) wire.secure();
  const login = await readLogin(wire, answer === ENCRYPTION.required && !tls);
  if (login === undefined) return undefined;
  const plain = options.encryption === 'required' && !tls && !login.turnedToTls;
  const refusal = plain ? encryptionRequired() : undefined;
  return admit(wire, { ...parseLogin7(login.body), refusal }, options.engine);
}

/**
 * FreeTDS says that it cannot encrypt, and when told that it must begins a handshake all the same:
 * `mayTurn` lets it.
 */
async function readLogin(
  wire: Wire,
  mayTurn: boolean,
): Promise<{ body: Buffer; turnedToTls: boolean } | undefined> {
  const first = await read(wire, PACKET.login7, mayTurn ? PACKET.preLogin : PACKET.login7);
  if (first?.type !== PACKET.preLogin) return first && { body: first.body, turnedToTls: false };
  wire.secure(first.body);
  const login = await read(wire, PACKET.login7);
  return login && { body: login.body, turnedToTls: true };
}

async function read(
  wire: Wire,
  ...types: number[]
): Promise<{ type: number; body: Buffer } | undefined> {
  const message = await wire.next();
  if (message === undefined) return undefined;
  if (!types.includes(message.type)) {
    throw new ProtocolError(`Expected a packet of type ${types.join()}, got ${message.type}.`);
  }
  return { type: message.type, body: await wire.readWhole(message) };
}

function admit(
  wire: Wire,
  login: Login7 & { refusal: SqlError | undefined },
  engine: SqlEngine,
): SqlSession | undefined {
  try {
    const refusal = login.refusal ?? refuse(login);
    if (refusal !== undefined) throw refusal;
    const session = engine.login({
      user: login.user,
      password: login.password,
      ...(login.database === '' ? {} : { database: login.database }),
    });
    welcome(wire, login, session.database);
    return session;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const { tokens, end } = answering(wire);
    writeMessage(tokens, error);
    writeDone(tokens, { token: TOKEN.done, status: DONE.error, command: 0, rowCount: 0 });
    end();
    return undefined;
  }
}

/** Ways to log in that SQL Server has and the stand-in has not. */
function refuse(login: Login7): SqlError | undefined {
  if (login.tdsVersion < TDS_7_3_A) {
    return outsideSubset(`TDS version 0x${login.tdsVersion.toString(16)}, below 7.3,`);
  }
  if (login.federated) return outsideSubset('Microsoft Entra authentication');
  if (login.changesPassword) return outsideSubset('Changing the password at login');
  if (!login.integratedSecurity) return undefined;
  return new SqlError(
    18452,
    'Login failed. The login is from an untrusted domain and cannot be used with Integrated authentication.',
    { severity: 14 },
  );
}

function encryptionRequired(): SqlError {
  return new SqlError(
    17835,
    'Encryption is required to connect to this server but the client library does not support encryption; ' +
      'the connection has been closed. Please upgrade your client library.',
    { severity: 20 },
  );
}

/** This message still has packets of the old size; the new one counts from the next message. */
function welcome(wire: Wire, login: Login7, database: string): void {
  const { tokens, end } = answering(wire);
  const packetBytes = agreedPacketBytes(login.packetBytes);
  writeTextChange(tokens, 'database', { from: 'master', to: database });
  writeMessage(tokens, databaseContext(database));
  writeCollationChange(tokens);
  writeTextChange(tokens, 'language', { from: '', to: LANGUAGE });
  writeMessage(
    tokens,
    new SqlError(5703, `Changed language setting to ${LANGUAGE}.`, { severity: 0 }),
  );
  writeLoginAck(tokens, Math.min(login.tdsVersion, TDS_7_4));
  writeTextChange(tokens, 'packetBytes', {
    from: String(PACKET_BYTES_DEFAULT),
    to: String(packetBytes),
  });
  writeDone(tokens, { token: TOKEN.done, status: 0, command: 0, rowCount: 0 });
  end();
  wire.usePacketBytes(packetBytes);
}

function answering(wire: Wire) {
  const writer = wire.answer();
  return { tokens: writer.tokens, end: () => writer.end() };
}

function agreedPacketBytes(asked: number): number {
  if (asked === 0) return PACKET_BYTES_DEFAULT;
  return Math.min(Math.max(asked, PACKET_BYTES_MIN), PACKET_BYTES_MAX);
}
