import { ByteReader } from './byte-reader';
import { ByteWriter } from './byte-writer';
import { ProtocolError } from './packet';
import { SERVER_VERSION } from './server-identity';

/** ENCRYPTION values of MS-TDS 2.2.6.5. `off` encrypts the login alone. */
export const ENCRYPTION = { off: 0, on: 1, notSupported: 2, required: 3 } as const;

const OPTION = { version: 0, encryption: 1, instance: 2, threadId: 3, mars: 4, end: 0xff };

/** The client's ENCRYPTION value; `notSupported` when it names none. */
export function parsePrelogin(body: Buffer): { encryption: number } {
  const reader = new ByteReader(body);
  let encryption: number = ENCRYPTION.notSupported;
  for (let option = reader.uint8(); option !== OPTION.end; option = reader.uint8()) {
    const offset = reader.uint16BigEndian();
    const length = reader.uint16BigEndian();
    if (offset + length > body.length) {
      throw new ProtocolError(`PRELOGIN option ${option} lies outside its message.`);
    }
    if (option === OPTION.encryption && length > 0) encryption = body.readUInt8(offset);
  }
  return { encryption };
}

/** The server's PRELOGIN: version, encryption, the instance accepted, no thread id, no MARS. */
export function preloginAnswer(encryption: number): Buffer {
  const { major, minor, build } = SERVER_VERSION;
  const options: [number, number[]][] = [
    [OPTION.version, [major, minor, build >> 8, build & 0xff, 0, 0]],
    [OPTION.encryption, [encryption]],
    [OPTION.instance, [0]],
    [OPTION.threadId, []],
    [OPTION.mars, [0]],
  ];
  const writer = new ByteWriter(64);
  let offset = options.length * 5 + 1;
  for (const [option, data] of options) {
    writer.uint8(option);
    writer.uint16BigEndian(offset);
    writer.uint16BigEndian(data.length);
    offset += data.length;
  }
  writer.uint8(OPTION.end);
  for (const [, data] of options) writer.raw(Uint8Array.from(data));
  return writer.view();
}

/**
 * What a server has of encryption. `required` is what `rds.force_ssl` does; `unsupported` suits a
 * connection that leaves no process, where clients go on in plain.
 */
export type ServerEncryption = 'unsupported' | 'optional' | 'required';

/** What the server answers, and whether TLS follows. A client that cannot encrypt is told `required`. */
export function agreeEncryption(
  client: number,
  server: ServerEncryption,
): { answer: number; tls: boolean } {
  if (server === 'unsupported') return { answer: ENCRYPTION.notSupported, tls: false };
  const wanted = client === ENCRYPTION.on || client === ENCRYPTION.required;
  if (wanted) return { answer: ENCRYPTION.on, tls: true };
  if (server === 'optional') return { answer: ENCRYPTION.notSupported, tls: false };
  return { answer: ENCRYPTION.required, tls: client === ENCRYPTION.off };
}
