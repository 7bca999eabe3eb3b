import type { HttpRequest } from '../exchange';
import type { RestRoute } from '../service-route';

export interface RestMatch {
  route: RestRoute;
  /** Path members, decoded. */
  path: Record<string, string>;
  query: URLSearchParams;
}

/** The first route whose method, path, query names and header names fit. */
export function matchRestRoute(
  request: HttpRequest,
  routes: readonly RestRoute[],
): RestMatch | undefined {
  const query = new URLSearchParams(request.query.replaceAll('+', '%2B'));
  for (const route of routes) {
    if (route.method !== request.method) continue;
    if (route.requiredQuery?.some((name) => !query.has(name)) === true) continue;
    if (route.requiredHeaders?.some((name) => request.headers[name] === undefined) === true)
      continue;
    const path = matchPath(route.path, request.path);
    if (path !== undefined) return { route, path, query };
  }
  return undefined;
}

const compiled = new Map<string, RegExp>();

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const pattern = compiled.get(template) ?? compile(template);
  compiled.set(template, pattern);
  const groups = pattern.exec(path)?.groups;
  if (groups === undefined) return pattern.test(path) ? {} : undefined;
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]));
}

function compile(template: string): RegExp {
  const source = template
    .split(/(\{\w+\+?\})/)
    .map((part) => {
      const [, name, greedy] = /^\{(\w+)(\+?)\}$/.exec(part) ?? [];
      if (name === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return greedy === '+' ? `(?<${name}>[\\s\\S]+)` : `(?<${name}>[^/]+)`;
    })
    .join('');
  return new RegExp(`^${source.replace(/\/$/, '')}/?$`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
