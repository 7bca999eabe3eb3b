import { ServiceError } from '../endpoint/service-error';

interface Shape {
  code: string;
  status: number;
}

const DENIED: Shape = { code: 'AccessDeniedException', status: 400 };

/** Services that do not answer as `DENIED`. */
const BY_SERVICE: Readonly<Record<string, Shape>> = {
  /** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
  s3: { code: 'AccessDenied', status: 403 },
  /** https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html, and Publish: AuthorizationError */
  sns: { code: 'AuthorizationError', status: 403 },
  /** https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
  sts: { code: 'AccessDenied', status: 403 },
  iam: { code: 'AccessDenied', status: 403 },
  /** https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html */
  lambda: { code: 'AccessDeniedException', status: 403 },
};

/** Services with an error of their own for a key that their caller may not use; the others answer as above. */
const BY_KEY_OF: Readonly<Record<string, Shape>> = {
  /** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
  kinesis: { code: 'KMSAccessDeniedException', status: 400 },
  /** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
  sns: { code: 'KMSAccessDenied', status: 400 },
};

/** A refused call as the service answers it. */
export function refusal(service: string, action: string, text: string): ServiceError {
  const isKey = action.startsWith('kms:') && service !== 'kms';
  const ofKey = isKey ? BY_KEY_OF[service] : undefined;
  const { code, status } = ofKey ?? BY_SERVICE[service] ?? DENIED;
  return new ServiceError(code, text, { status });
}
