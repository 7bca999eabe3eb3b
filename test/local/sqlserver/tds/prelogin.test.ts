import {
  agreeEncryption,
  ENCRYPTION,
  parsePrelogin,
  preloginAnswer,
} from '../../../../local/sqlserver/tds/prelogin';
import { bytes } from './hex';

/** MS-TDS 4.1, "Pre-Login Request", without its packet header. */
const EXAMPLE = bytes(`
  00 00 1A 00 06 01 00 20 00 01 02 00 21 00 01 03 00 22 00 04 04 00 26 00 01 FF
  09 00 00 00 00 00 01 00 B8 0D 00 00 01`);

describe('parsePrelogin', () => {
  it('reads the encryption of the example of MS-TDS', () => {
    expect(parsePrelogin(EXAMPLE)).toEqual({ encryption: ENCRYPTION.on });
  });

  it('takes a client that says nothing of encryption for one that has none', () => {
    expect(parsePrelogin(bytes('FF'))).toEqual({ encryption: ENCRYPTION.notSupported });
  });

  it('refuses an option that points outside its message', () => {
    expect(() => parsePrelogin(bytes('01 00 20 00 01 FF'))).toThrow(
      'PRELOGIN option 1 lies outside its message.',
    );
  });
});

describe('preloginAnswer', () => {
  it('says SQL Server 2022, no encryption, no MARS', () => {
    expect(preloginAnswer(ENCRYPTION.notSupported)).toEqual(
      bytes(`
        00 00 1A 00 06 01 00 20 00 01 02 00 21 00 01 03 00 22 00 00 04 00 22 00 01 FF
        10 00 10 09 00 00 02 00 00`),
    );
  });
});

describe('agreeEncryption', () => {
  it.each([
    ['unsupported', ENCRYPTION.on, ENCRYPTION.notSupported, false],
    ['optional', ENCRYPTION.notSupported, ENCRYPTION.notSupported, false],
    ['optional', ENCRYPTION.off, ENCRYPTION.notSupported, false],
    ['optional', ENCRYPTION.on, ENCRYPTION.on, true],
    ['optional', ENCRYPTION.required, ENCRYPTION.on, true],
    ['required', ENCRYPTION.notSupported, ENCRYPTION.required, false],
    ['required', ENCRYPTION.off, ENCRYPTION.required, true],
    ['required', ENCRYPTION.on, ENCRYPTION.on, true],
  ] as const)('%s, client %i: answers %i', (server, client, ...[answer, tls]) => {
    expect(agreeEncryption(client, server)).toEqual({ answer, tls });
  });
});
