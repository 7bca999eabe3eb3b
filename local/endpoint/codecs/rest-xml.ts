import { ServiceError } from '../service-error';
import type { Codec } from './codec';
import { parseXml } from './parse-xml';
import { readXmlMembers } from './read-xml';
import { readRestInput } from './rest-input';
import { writeRestOutput } from './rest-output';
import { escapeXml, writeXmlMember, writeXmlMembers } from './write-xml';

const PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * S3's protocol: members in path, query and headers, the rest as XML.
 * https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
 */
export const restXmlCodec: Codec = {
  decode: (request, route) =>
    readRestInput(request, route, (body, { shape }) => {
      const element = parseXml(Buffer.from(body).toString('utf8'));
      if (element !== undefined) return readXmlMembers(element, shape);
      throw new ServiceError(
        'MalformedXML',
        'The XML you provided was not well-formed or did not validate against our published schema',
      );
    }),
  encode: (output, context) => {
    const response = writeRestOutput((output ?? {}) as Record<string, unknown>, context, {
      contentType: 'application/xml',
      write: (document, { root }, { shape, xmlNamespace }) => {
        if (root === undefined) return '';
        const isStructure = typeof document === 'object' && document !== null;
        const content = isStructure
          ? writeXmlMembers(document, shape)
          : escapeXml(typeof document === 'string' ? document : '');
        return `${PROLOGUE}<${root}${xmlNamespace === undefined ? '' : ` xmlns="${escapeXml(xmlNamespace)}"`}>${content}</${root}>`;
      },
    });
    response.headers['x-amz-request-id'] = context.requestId;
    return response;
  },
  encodeError: (error, { route, requestId }) => {
    const details = Object.entries(error.details)
      .filter(([, value]) => typeof value !== 'object')
      .map(([name, value]) => writeXmlMember(name, value, route.shape))
      .join('');
    const document =
      `${PROLOGUE}<Error><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>` +
      `${details}<RequestId>${requestId}</RequestId><HostId>laptop</HostId></Error>`;
    return {
      status: error.status,
      headers: {
        'content-type': 'application/xml',
        'x-amz-request-id': requestId,
        ...errorHeaders(error),
      },
      body: error.status === 304 ? new Uint8Array() : Buffer.from(document),
    };
  },
};

/** S3 tells of a delete marker, and of a not-modified object's tag, in the error's headers. */
function errorHeaders(error: ServiceError): Record<string, string> {
  const given = error.details['headers'];
  return typeof given === 'object' && given !== null ? (given as Record<string, string>) : {};
}
