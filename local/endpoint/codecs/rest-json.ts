import type { Codec } from './codec';
import { readJsonDocument, writeJsonDocument } from './json-document';
import { readRestInput } from './rest-input';
import { writeRestOutput } from './rest-output';

/**
 * Lambda's protocol: members in path, query and headers, the rest as JSON.
 * https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
export const restJsonCodec: Codec = {
  decode: (request, route) =>
    readRestInput(request, route, (body, { shape }) => readJsonDocument(body, shape)),
  encode: (output, context) =>
    writeRestOutput((output ?? {}) as Record<string, unknown>, context, {
      contentType: 'application/json',
      write: writeJsonDocument,
    }),
  encodeError: (error, { requestId }) => ({
    status: error.status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': error.code,
      'x-amzn-requestid': requestId,
    },
    body: writeJsonDocument({
      Type: error.status >= 500 ? 'Service' : 'User',
      message: error.message,
      ...error.details,
    }),
  }),
};
