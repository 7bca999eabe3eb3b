import type { WireShape } from './wire-shape';

/** How requests reach a local service, and in which protocol it is spoken to. */
export interface ServiceRoute {
  /** `LocalService.name`. */
  service: string;
  protocol: 'json' | 'query' | 'rest-json' | 'rest-xml';
  /** json: what stands before the dot in X-Amz-Target, e.g. `Kinesis_20131202`. */
  targetPrefix?: string;
  /** json: 1.0 or 1.1, as the service's clients speak it. 1.1 where not given. */
  jsonVersion?: '1.0' | '1.1';
  /** json: adds `x-amz-crc32`, which DynamoDB's clients check. */
  crc32?: boolean;
  /** query and rest-xml: the namespace of response documents. */
  xmlNamespace?: string;
  /** The service names of SigV4 credential scopes: `kinesis`, `s3`, … */
  signingNames: readonly string[];
  shape: WireShape;
  /** rest-json and rest-xml: tried in order, the first that matches is the action. */
  rest?: readonly RestRoute[];
}

/** One action of a REST protocol. Whatever is bound nowhere else lies in the body's document. */
export interface RestRoute {
  action: string;
  method: string;
  /** `/2015-03-31/functions/{FunctionName}/invocations`; `{Key+}` takes slashes too. */
  path: string;
  /** Query names that must be present for the route to match: `uploads`, `versioning`. */
  requiredQuery?: readonly string[];
  /** Header names, lower case, that must be present for the route to match. */
  requiredHeaders?: readonly string[];
  /** Query name to member. */
  query?: Readonly<Record<string, string>>;
  /** Header name, lower case, to member. */
  headers?: Readonly<Record<string, string>>;
  /** Headers with this prefix fill a map member. */
  prefixHeaders?: { prefix: string; member: string };
  /** A member that is the whole body: as bytes, or as the document itself. */
  payload?: { member: string; as: 'bytes' | 'document' };
  response?: RestResponse;
}

export interface RestResponse {
  /** 200 where not given. */
  status?: number;
  /** A member of the output that carries the status (`StatusCode` of Lambda's Invoke). */
  statusMember?: string;
  /** Output member to header name. */
  headers?: Readonly<Record<string, string>>;
  prefixHeaders?: { prefix: string; member: string };
  /** `bytes`: the body is the member; `document`: the member alone is the document. */
  payload?: { member: string; as: 'bytes' | 'document' };
  /** rest-xml: name of the document's root element. */
  root?: string;
}
