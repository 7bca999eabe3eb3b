import { ServiceError } from '../../endpoint/service-error';

/** First and last byte of a Range header; undefined for none, and for one that S3 ignores. */
export function findRange(
  header: string | undefined,
  sizeBytes: number,
): [number, number] | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  const first = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const last = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (from !== '' && to !== '' && Number(to) < first) return undefined;
  if (first < sizeBytes && !(from === '' && Number(to) === 0)) return [first, last];
  throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', {
    status: 416,
    details: { RangeRequested: header, ActualObjectSize: sizeBytes },
  });
}
