import type { Clock } from '../clock';
import type { HttpRequest } from './exchange';
import { ServiceError } from './service-error';

/** Refuses a presigned URL past the seconds it was signed for. */
export function checkPresignedExpiry(request: HttpRequest, clock: Clock): void {
  const query = new URLSearchParams(request.query);
  const signedAt = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '');
  const seconds = query.get('X-Amz-Expires');
  if (signedAt === null || seconds === null) return;
  const [, year, month, day, hour, minute, second] = signedAt.map(Number) as [number, ...number[]];
  const start = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  const expires = new Date(start + Number(seconds) * 1000);
  if (clock.now() <= expires.getTime()) return;
  throw new ServiceError('AccessDenied', 'Request has expired', {
    status: 403,
    details: {
      'X-Amz-Expires': seconds,
      Expires: expires.toISOString(),
      ServerTime: new Date(clock.now()).toISOString(),
    },
  });
}
