import { X509Certificate } from 'node:crypto';
import { selfSignedCertificate } from '../../../../local/sqlserver/tds/self-signed-certificate';

describe('selfSignedCertificate', () => {
  const { cert, key } = selfSignedCertificate();
  const certificate = new X509Certificate(cert);

  it('is for localhost and 127.0.0.1', () => {
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  });

  it('is signed with its own key', () => {
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(key).toContain('PRIVATE KEY');
  });

  it('is on P-256, which takes milliseconds to make', () => {
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  });

  it('differs from the next in its serial number', () => {
    const next = new X509Certificate(selfSignedCertificate().cert);

    expect(next.serialNumber).not.toBe(certificate.serialNumber);
  });
});
