import type { Clock } from '../clock';
import { addressBucket } from './address-bucket';
import { decodeAwsChunked } from './aws-chunked';
import type { AnswerContext, Codec } from './codecs/codec';
import { jsonCodec } from './codecs/json';
import { queryCodec, queryParameters } from './codecs/query';
import { restJsonCodec } from './codecs/rest-json';
import { restXmlCodec } from './codecs/rest-xml';
import type { Caller, Dispatcher } from './dispatch';
import type { Exchange, HttpRequest, HttpResponse } from './exchange';
import { findRoute } from './find-route';
import { checkPresignedExpiry } from './presigned-expiry';
import { isDiskFull } from '../storage/disk-full-error';
import { readCredential, type Credential } from './read-credential';
import { ReplyLostError } from './reply-lost-error';
import { ServiceError } from './service-error';
import type { ServiceRoute } from './service-route';

export interface ExchangeOptions {
  dispatcher: Dispatcher;
  routes: readonly ServiceRoute[];
  /** Who calls under this access key. May throw a `ServiceError` for a key it does not know. */
  callers: (accessKeyId: string) => Caller;
  requestId: () => string;
  /** Given, presigned URLs run out as they say. */
  clock?: Clock;
  /** Told of what is our own bug, which the caller sees as an InternalFailure. */
  onBug?: (error: unknown) => void;
}

const CODECS: Readonly<Record<ServiceRoute['protocol'], Codec>> = {
  json: jsonCodec,
  query: queryCodec,
  'rest-json': restJsonCodec,
  'rest-xml': restXmlCodec,
};

/** Puts the AWS protocols in front of dispatch: whom a request is for, who calls, what it says. */
export function createExchange(options: ExchangeOptions): Exchange {
  return async (request) => {
    const context: Asked = { action: '', requestId: options.requestId() };
    try {
      const response = await answer(request, context, options);
      return request.method === 'HEAD' ? { ...response, body: new Uint8Array() } : response;
    } catch (thrown) {
      if (thrown instanceof ReplyLostError) throw thrown;
      const { route = guessRoute(request) } = context;
      return refuse(request, { ...context, route }, toServiceError(thrown, options));
    }
  };
}

/** What is known of a request so far. */
type Asked = Omit<AnswerContext, 'route'> & Partial<Pick<AnswerContext, 'route'>>;

async function answer(
  request: HttpRequest,
  context: Asked,
  { dispatcher, routes, callers, clock }: ExchangeOptions,
): Promise<HttpResponse> {
  const credential = readCredential(request);
  const route = findRoute(request, credential, routes);
  context.route = route;
  if (clock !== undefined) checkPresignedExpiry(request, clock);
  const caller = callers(requireCredential(credential, route).accessKeyId);
  const plain = route.protocol === 'rest-xml' ? addressBucket(decodeAwsChunked(request)) : request;
  const codec = CODECS[route.protocol];
  const { action, input } = codec.decode(plain, route);
  context.action = action;
  const output = await dispatcher.dispatch({ caller, service: route.service, action, input });
  return codec.encode(output, { ...context, route });
}

function requireCredential(credential: Credential | undefined, route: ServiceRoute): Credential {
  if (credential !== undefined) return credential;
  const code =
    route.protocol === 'rest-xml' ? 'AccessDenied' : 'MissingAuthenticationTokenException';
  throw new ServiceError(
    code,
    `The request to ${route.service} is not signed: Missing Authentication Token`,
    {
      status: route.protocol === 'rest-xml' ? 403 : 400,
    },
  );
}

function refuse(request: HttpRequest, context: AnswerContext, error: ServiceError): HttpResponse {
  const response = CODECS[context.route.protocol].encodeError(error, context);
  return request.method === 'HEAD' ? { ...response, body: new Uint8Array() } : response;
}

function toServiceError(thrown: unknown, { onBug }: ExchangeOptions): ServiceError {
  if (thrown instanceof ServiceError) return thrown;
  if (isDiskFull(thrown)) {
    const { message } = thrown as Error;
    return new ServiceError('InternalFailure', message, { status: 500, cause: thrown });
  }
  onBug?.(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ServiceError('InternalFailure', `The laptop cloud failed: ${message}`, {
    status: 500,
    cause: thrown,
  });
}

/** The protocol in which to refuse a request whose service is not known. */
function guessRoute(request: HttpRequest): ServiceRoute {
  const protocol = guessProtocol(request);
  return { service: '', protocol, signingNames: [], shape: { blobs: [], timestamps: [] } };
}

function guessProtocol(request: HttpRequest): ServiceRoute['protocol'] {
  if (request.headers['x-amz-target'] !== undefined) return 'json';
  if (queryParameters(request).has('Action')) return 'query';
  return request.headers['content-type']?.includes('json') === true ? 'rest-json' : 'rest-xml';
}
