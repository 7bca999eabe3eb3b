import { parseLogin7 } from '../../../../local/sqlserver/tds/login7';
import { bytes } from './hex';

/** MS-TDS 4.2, "Login Request", without its packet header. */
const EXAMPLE = `
  88 00 00 00 02 00 09 72 00 10 00 00 00 00 00 07 00 01 00 00 00 00 00 00 E0 03 00 00 E0 01 00 00
  09 04 00 00 5E 00 08 00 6E 00 02 00 72 00 00 00 72 00 07 00 80 00 00 00 80 00 00 00 80 00 04 00
  88 00 00 00 88 00 00 00 00 50 8B E2 B7 8F 88 00 00 00 88 00 00 00 88 00 00 00 00 00 00 00
  73 00 6B 00 6F 00 73 00 74 00 6F 00 76 00 31 00 73 00 61 00 4F 00 53 00 51 00 4C 00 2D 00 33 00
  32 00 4F 00 44 00 42 00 43 00`;

describe('parseLogin7', () => {
  it('reads the example of MS-TDS', () => {
    expect(parseLogin7(bytes(EXAMPLE))).toEqual({
      tdsVersion: 0x72090002,
      packetBytes: 4096,
      user: 'sa',
      password: '',
      database: '',
      integratedSecurity: false,
      changesPassword: false,
      federated: false,
    });
  });

  it('reveals the password: nibbles swapped after an XOR with 0xA5', () => {
    const login = Buffer.concat([bytes(EXAMPLE), bytes('92 A5 B3 A5')]);
    login.writeUInt16LE(0x88, 44);
    login.writeUInt16LE(2, 46);

    expect(parseLogin7(login).password).toBe('sa');
  });

  it('refuses a field that lies outside the message', () => {
    const login = bytes(EXAMPLE);
    login.writeUInt16LE(500, 42);

    expect(() => parseLogin7(login)).toThrow('A field of LOGIN7 lies outside its message.');
  });

  it('refuses a message shorter than its fixed part', () => {
    expect(() => parseLogin7(Buffer.alloc(90))).toThrow('Expected LOGIN7 of at least 94 bytes');
  });
});
