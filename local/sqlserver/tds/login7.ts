import { ProtocolError } from './packet';

/** What the stand-in uses of LOGIN7, MS-TDS 2.2.6.4. */
export interface Login7 {
  tdsVersion: number;
  /** What the client would like; 0 leaves it to the server. */
  packetBytes: number;
  user: string;
  password: string;
  /** Empty for the login's default database. */
  database: string;
  integratedSecurity: boolean;
  changesPassword: boolean;
  federated: boolean;
}

const FIXED_BYTES = 94;
const AT = {
  tdsVersion: 4,
  packetBytes: 8,
  optionFlags2: 25,
  optionFlags3: 27,
  user: 40,
  password: 44,
  extension: 56,
  database: 68,
} as const;
const INTEGRATED_SECURITY = 0x80;
const CHANGE_PASSWORD = 0x01;
const EXTENSION_USED = 0x10;
const FEDERATED_AUTHENTICATION = 0x02;
const FEATURES_END = 0xff;

/** Throws `ProtocolError` when a field lies outside the message. */
export function parseLogin7(body: Buffer): Login7 {
  if (body.length < FIXED_BYTES) {
    throw new ProtocolError(
      `Expected LOGIN7 of at least ${FIXED_BYTES} bytes, got ${body.length}.`,
    );
  }
  const flags3 = body.readUInt8(AT.optionFlags3);
  return {
    tdsVersion: body.readUInt32LE(AT.tdsVersion),
    packetBytes: body.readUInt32LE(AT.packetBytes),
    user: field(body, AT.user).toString('utf16le'),
    password: revealPassword(field(body, AT.password)),
    database: field(body, AT.database).toString('utf16le'),
    integratedSecurity: (body.readUInt8(AT.optionFlags2) & INTEGRATED_SECURITY) !== 0,
    changesPassword: (flags3 & CHANGE_PASSWORD) !== 0,
    federated: (flags3 & EXTENSION_USED) !== 0 && asksForFederation(body),
  };
}

/** Each byte was turned by half and XORed with 0xA5; that hides it from no one. */
function revealPassword(hidden: Buffer): string {
  const revealed = hidden.map((byte) => {
    const straight = byte ^ 0xa5;
    return ((straight << 4) | (straight >> 4)) & 0xff;
  });
  return Buffer.from(revealed).toString('utf16le');
}

function field(body: Buffer, at: number): Buffer {
  const from = body.readUInt16LE(at);
  const to = from + body.readUInt16LE(at + 2) * 2;
  if (to > body.length) throw new ProtocolError('A field of LOGIN7 lies outside its message.');
  return body.subarray(from, to);
}

/** The extension points to a list of features: id, length, data. */
function asksForFederation(body: Buffer): boolean {
  const pointer = body.readUInt16LE(AT.extension);
  if (pointer + 4 > body.length) throw new ProtocolError('LOGIN7 names an extension it lacks.');
  let at = body.readUInt32LE(pointer);
  while (at < body.length && body[at] !== FEATURES_END) {
    if (body[at] === FEDERATED_AUTHENTICATION) return true;
    if (at + 5 > body.length) throw new ProtocolError('A feature of LOGIN7 is cut short.');
    at += 5 + body.readUInt32LE(at + 1);
  }
  return false;
}
