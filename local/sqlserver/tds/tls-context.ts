import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { selfSignedCertificate } from './self-signed-certificate';

let made: SecureContext | undefined;

/**
 * One certificate a process, made when first needed. TLS 1.2 at most: 1.3 sends session tickets when
 * the client already expects the answer to its login. No tickets, so that no handshake is cut short.
 */
export function tlsContext(): SecureContext {
  made ??= createSecureContext({
    ...selfSignedCertificate(),
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    secureOptions: constants.SSL_OP_NO_TICKET,
  });
  return made;
}
