/** Keys of one page, with what lies below the delimiter rolled up. */
export interface ListPage {
  keys: string[];
  commonPrefixes: string[];
  /** The last key or prefix shown, where more follows. */
  next?: string;
}

export interface ListQuery {
  prefix: string;
  delimiter: string;
  /** Exclusive: a key, or a common prefix whose keys are all done. */
  after: string;
  max: number;
}

/** `sorted` is in UTF-8 byte order. */
export function listPage(
  sorted: readonly string[],
  { prefix, delimiter, after, max }: ListQuery,
): ListPage {
  const page: ListPage = { keys: [], commonPrefixes: [] };
  let last = '';
  const isDone = (key: string) =>
    delimiter !== '' && after.endsWith(delimiter) && key.startsWith(after);
  for (const key of sorted) {
    if (!key.startsWith(prefix) || !isAfter(key, after) || isDone(key)) continue;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const rolled = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
    if (rolled !== undefined && rolled === page.commonPrefixes.at(-1)) continue;
    if (page.keys.length + page.commonPrefixes.length >= max) return { ...page, next: last };
    if (rolled === undefined) page.keys.push(key);
    else page.commonPrefixes.push(rolled);
    last = rolled ?? key;
  }
  return page;
}

function isAfter(key: string, after: string): boolean {
  return after === '' || Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0;
}

/** With `encoding-type=url`, names are percent-encoded so that XML can carry any character. */
export function nameEncoder(encodingType: string | undefined): (name: string) => string {
  return encodingType === 'url'
    ? (name) => encodeURIComponent(name).replaceAll('%2F', '/')
    : (name) => name;
}
