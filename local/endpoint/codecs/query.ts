import type { HttpRequest, HttpResponse } from '../exchange';
import { ServiceError } from '../service-error';
import type { Codec } from './codec';
import { readQueryTree } from './query-tree';
import { escapeXml, writeXmlMembers } from './write-xml';

/**
 * AWS Query (SNS, STS, IAM, RDS): form parameters in, XML out.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export const queryCodec: Codec = {
  decode: (request, route) => {
    const parameters = queryParameters(request);
    const action = parameters.get('Action');
    if (action === null || action === '') {
      throw new ServiceError('MissingAction', 'Expected the parameter Action.');
    }
    return { action, input: readQueryTree(parameters, route.shape) };
  },
  encode: (output, { route, action, requestId }) => {
    const result = writeXmlMembers(output ?? {}, route.shape);
    const namespace = namespaceOf(route.xmlNamespace);
    return xml(
      200,
      `<${action}Response${namespace}><${action}Result>${result}</${action}Result>` +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`,
      requestId,
    );
  },
  encodeError: (error, { route, requestId }) => {
    const type = error.status >= 500 ? 'Receiver' : 'Sender';
    const details = writeXmlMembers(error.details, route.shape);
    return xml(
      error.status,
      `<ErrorResponse${namespaceOf(route.xmlNamespace)}><Error><Type>${type}</Type>` +
        `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>${details}</Error>` +
        `<RequestId>${requestId}</RequestId></ErrorResponse>`,
      requestId,
    );
  },
};

/** Parameters of the query string and of a form body, as one list. */
export function queryParameters(request: HttpRequest): URLSearchParams {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  const form = isForm === true ? Buffer.from(request.body).toString('utf8') : '';
  return new URLSearchParams([request.query, form].filter((part) => part !== '').join('&'));
}

function namespaceOf(uri: string | undefined): string {
  return uri === undefined ? '' : ` xmlns="${escapeXml(uri)}"`;
}

function xml(status: number, document: string, requestId: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: Buffer.from(document),
  };
}
