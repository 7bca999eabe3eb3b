import { ServiceError } from '../service-error';
import type { HttpRequest } from '../exchange';
import type { ServiceRoute } from '../service-route';
import type { DecodedCall } from './codec';
import { matchRestRoute, type RestMatch } from './match-rest-route';
import { textMemberReader } from './shape-members';

/** Reads a body into a document; rest-json and rest-xml differ in nothing else. */
export type DocumentReader = (body: Uint8Array, route: ServiceRoute) => Record<string, unknown>;

/** Finds the action, and gathers its input from path, query, headers and body. */
export function readRestInput(
  request: HttpRequest,
  route: ServiceRoute,
  readDocument: DocumentReader,
): DecodedCall {
  const match = matchRestRoute(request, route.rest ?? []);
  if (match === undefined) {
    throw new ServiceError(
      'NotImplementedException',
      `${route.service}: ${request.method} ${request.path}${request.query === '' ? '' : `?${request.query}`} ` +
        'is not supported by the laptop cloud; docs/differences-from-aws.md lists what is.',
      { status: 501 },
    );
  }
  const input = { ...readBody(request, match, (body) => readDocument(body, route)) };
  const read = textMemberReader({ ...route.shape, blobs: [] });
  const bound = { ...match.path, ...queryMembers(match, route), ...headerMembers(request, match) };
  for (const [name, value] of Object.entries(bound)) input[name] = read(name, value);
  return { action: match.route.action, input };
}

function readBody(
  request: HttpRequest,
  { route }: RestMatch,
  readDocument: (body: Uint8Array) => Record<string, unknown>,
): Record<string, unknown> {
  const { payload } = route;
  if (payload?.as === 'bytes') return { [payload.member]: request.body };
  if (request.body.length === 0) return {};
  const document = readDocument(request.body);
  return payload === undefined ? document : { [payload.member]: document };
}

function queryMembers(
  { route, query }: RestMatch,
  { shape }: ServiceRoute,
): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(route.query ?? {})) {
    const values = query.getAll(name);
    if (values.length > 0)
      members[member] = shape.lists?.[member] === undefined ? values[0] : values;
  }
  return members;
}

function headerMembers(request: HttpRequest, { route }: RestMatch): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(route.headers ?? {})) {
    if (request.headers[name] !== undefined) members[member] = request.headers[name];
  }
  if (route.prefixHeaders !== undefined) {
    const { prefix, member } = route.prefixHeaders;
    const found = Object.entries(request.headers).filter(([name]) => name.startsWith(prefix));
    members[member] = Object.fromEntries(
      found.map(([name, value]) => [name.slice(prefix.length), value]),
    );
  }
  return members;
}
