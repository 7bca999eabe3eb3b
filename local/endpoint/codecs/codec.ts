import type { HttpRequest, HttpResponse } from '../exchange';
import type { ServiceError } from '../service-error';
import type { ServiceRoute } from '../service-route';

/** A request as dispatch takes it. */
export interface DecodedCall {
  action: string;
  input: Record<string, unknown>;
}

export interface AnswerContext {
  route: ServiceRoute;
  /** Empty where the request could not be decoded as far as its action. */
  action: string;
  requestId: string;
}

/** One AWS protocol: requests in, answers and refusals out. */
export interface Codec {
  /** Throws `ServiceError` where the request is not understood. */
  decode(request: HttpRequest, route: ServiceRoute): DecodedCall;
  encode(output: unknown, context: AnswerContext): HttpResponse;
  encodeError(error: ServiceError, context: AnswerContext): HttpResponse;
}
