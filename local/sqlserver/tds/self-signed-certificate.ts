import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import {
  bitString,
  explicit,
  integer,
  objectId,
  octets,
  sequence,
  set,
  utcTime,
  utf8,
} from './der';

const ECDSA_WITH_SHA256 = objectId('1.2.840.10045.4.3.2');
const COMMON_NAME = objectId('2.5.4.3');
const SUBJECT_ALTERNATIVE_NAME = objectId('2.5.29.17');
/** Fixed, so that no clock is needed: clients of a loopback certificate do not check its age. */
const VALIDITY = sequence(utcTime('200101000000Z'), utcTime('491231235959Z'));
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

/** A P-256 key (41 ms to the first connection, where RSA-2048 took 3 s) and its certificate, in PEM. */
export function selfSignedCertificate(): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keyInfo = publicKey.export({ type: 'spki', format: 'der' });
  const name = sequence(set(sequence(COMMON_NAME, utf8('localhost'))));
  const algorithm = sequence(ECDSA_WITH_SHA256);
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serialNumber(keyInfo)),
    algorithm,
    name,
    VALIDITY,
    name,
    keyInfo,
    explicit(3, sequence(sequence(SUBJECT_ALTERNATIVE_NAME, octets(0x04, alternativeNames())))),
  );
  const certificate = sequence(body, algorithm, bitString(sign('sha256', body, privateKey)));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(certificate),
  };
}

function alternativeNames(): Buffer {
  return sequence(
    octets(DNS_NAME, Buffer.from('localhost')),
    octets(IP_ADDRESS, Buffer.from([127, 0, 0, 1])),
  );
}

/** Different for each key, and positive. */
function serialNumber(keyInfo: Buffer): Buffer {
  const digest = createHash('sha256').update(keyInfo).digest();
  return Buffer.concat([Buffer.from([0x01]), digest.subarray(0, 8)]);
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').replace(/(.{64})/g, '$1\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
