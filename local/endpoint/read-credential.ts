import type { HttpRequest } from './exchange';

/** Who signs, and for which service: a SigV4 credential scope. Signatures are not checked on loopback. */
export interface Credential {
  accessKeyId: string;
  /** `kinesis`, `s3`, … */
  signingName: string;
}

/** From the Authorization header, or from a presigned URL. Undefined for an unsigned request. */
export function readCredential(request: HttpRequest): Credential | undefined {
  const authorization = request.headers['authorization'] ?? '';
  const signed = /^AWS4-[A-Z0-9-]+ .*?Credential=([^,\s]+)/.exec(authorization)?.[1];
  const scope = signed ?? new URLSearchParams(request.query).get('X-Amz-Credential');
  if (scope === null) return undefined;
  const parts = scope.split('/');
  const accessKeyId = parts[0];
  const signingName = parts.at(-2);
  return accessKeyId === undefined || signingName === undefined || parts.length < 4
    ? undefined
    : { accessKeyId, signingName };
}
