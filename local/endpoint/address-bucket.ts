import type { HttpRequest } from './exchange';

/** `lake.localhost:4566`, `lake.s3.us-east-1.amazonaws.com`, `lake.s3.localhost`. */
const BUCKET_HOST =
  /^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\.(?:s3[.-][a-z0-9.-]*|localhost)(?::\d+)?$/;

/** Turns a virtual-hosted S3 request into a path-style one: `/KEY` at the bucket's host to `/BUCKET/KEY`. */
export function addressBucket(request: HttpRequest): HttpRequest {
  const bucket = BUCKET_HOST.exec(request.headers['host'] ?? '')?.[1];
  return bucket === undefined || bucket === 's3' || bucket.startsWith('s3.')
    ? request
    : { ...request, path: `/${bucket}${request.path}` };
}
