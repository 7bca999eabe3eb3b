import type { HttpResponse } from '../exchange';
import type { RestResponse, RestRoute, ServiceRoute } from '../service-route';
import type { AnswerContext } from './codec';

export interface DocumentWriter {
  contentType: string;
  write(document: unknown, response: RestResponse, route: ServiceRoute): string | Uint8Array;
}

/** Spreads an output over status, headers and body. */
export function writeRestOutput(
  output: Record<string, unknown>,
  { route, action, requestId }: AnswerContext,
  writer: DocumentWriter,
): HttpResponse {
  const response = findRoute(route, action)?.response ?? {};
  const { status, headers, rest } = splitHead(output, response);
  const body = bodyOf(rest, response, (document) => writer.write(document, response, route));
  if (body.isDocument) headers['content-type'] = writer.contentType;
  headers['x-amzn-requestid'] = requestId;
  return { status, headers, body: body.bytes };
}

function findRoute(route: ServiceRoute, action: string): RestRoute | undefined {
  return route.rest?.find((candidate) => candidate.action === action);
}

function splitHead(output: Record<string, unknown>, response: RestResponse) {
  const rest: Record<string, unknown> = { ...output };
  const headers: Record<string, string> = {};
  const take = (member: string) => {
    const value = rest[member];
    Reflect.deleteProperty(rest, member);
    return value;
  };
  for (const [member, name] of Object.entries(response.headers ?? {})) {
    const value = take(member);
    if (value !== undefined && value !== null) headers[name] = headerText(value);
  }
  if (response.prefixHeaders !== undefined) {
    const entries = Object.entries(take(response.prefixHeaders.member) ?? {});
    for (const [name, value] of entries)
      headers[response.prefixHeaders.prefix + name] = String(value);
  }
  const given = response.statusMember === undefined ? undefined : take(response.statusMember);
  return { status: typeof given === 'number' ? given : (response.status ?? 200), headers, rest };
}

function bodyOf(
  rest: Record<string, unknown>,
  { payload, status }: RestResponse,
  write: (document: unknown) => string | Uint8Array,
): { bytes: Uint8Array; isDocument: boolean } {
  if (payload?.as === 'bytes') return { bytes: toBytes(rest[payload.member]), isDocument: false };
  if (status === 204) return { bytes: new Uint8Array(), isDocument: false };
  const bytes = toBytes(write(payload === undefined ? rest : rest[payload.member]));
  return { bytes, isDocument: bytes.length > 0 };
}

function toBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return Buffer.from(typeof value === 'string' ? value : '');
}

function headerText(value: unknown): string {
  return value instanceof Date ? value.toUTCString() : String(value);
}
