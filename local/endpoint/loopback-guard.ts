/**
 * Why a request must not be answered, or undefined. Keeps pages in a browser away from the endpoint: those
 * of a name that was rebound to this machine, and images, forms and scripts, of which not all tell an
 * Origin, but every browser of today tells their site: https://www.w3.org/TR/fetch-metadata/
 */
export function findForeignOrigin(headers: Record<string, string>): string | undefined {
  const host = headers['host'] ?? '';
  const foreign = [host, headers[':authority'] ?? host].find((name) => !isLoopbackHost(name));
  if (foreign !== undefined) return `The Host "${foreign}" is not this machine's loopback address.`;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'none') {
    return `Requests from web pages (Sec-Fetch-Site "${site}") are not answered.`;
  }
  const origin = headers['origin'];
  if (origin === undefined || origin === `http://${host}`) return undefined;
  return `Requests from web pages (Origin "${origin}") are not answered.`;
}

/** `127.0.0.1:4566`, `localhost`, `[::1]:4566`, and `lake.localhost` for buckets by host name. */
function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return (
    /^127(\.\d{1,3}){3}$/.test(name) || name === '[::1]' || /^([a-z0-9.-]+\.)?localhost$/.test(name)
  );
}
