import { crc32 } from 'node:zlib';
import type { HttpResponse } from '../exchange';
import { ServiceError } from '../service-error';
import type { AnswerContext, Codec } from './codec';
import { readJsonDocument, writeJsonDocument } from './json-document';

/**
 * AWS JSON 1.0 and 1.1: the action is in `X-Amz-Target`, everything else in one document.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export const jsonCodec: Codec = {
  decode: (request, route) => {
    const contentType = request.headers['content-type'] ?? '';
    if (contentType.includes('cbor')) {
      throw new ServiceError(
        'SerializationException',
        `${contentType} is not supported by the laptop cloud; switch the client to JSON (AWS_CBOR_DISABLE=true).`,
      );
    }
    const target = request.headers['x-amz-target'] ?? '';
    return {
      action: target.slice(target.indexOf('.') + 1),
      input: readJsonDocument(request.body, route.shape),
    };
  },
  encode: (output, context) => respond(writeJsonDocument(output), 200, context),
  encodeError: (error, context) => {
    const document = { __type: error.code, message: error.message, ...error.details };
    const response = respond(writeJsonDocument(document), error.status, context);
    response.headers['x-amzn-errortype'] = error.code;
    return response;
  },
};

function respond(
  body: Uint8Array,
  status: number,
  { route, requestId }: AnswerContext,
): HttpResponse {
  const headers: Record<string, string> = {
    'content-type': `application/x-amz-json-${route.jsonVersion ?? '1.1'}`,
    'x-amzn-requestid': requestId,
  };
  if (route.crc32 === true) headers['x-amz-crc32'] = String(crc32(body));
  return { status, headers, body };
}
