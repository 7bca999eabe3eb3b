import { S3Client } from '@aws-sdk/client-s3';
import type { Endpoint } from '../../../../local/endpoint/listen';
import { s3Route } from '../../../../local/services/s3/route';
import { createS3 } from '../../../../local/services/s3/service';
import { s3Contract } from '../../../contract/s3';
import { listenService } from '../../../support/listen-service';

describe('the local S3', () => {
  let endpoint: Endpoint;

  beforeAll(async () => {
    endpoint = await listenService('s3 contract', s3Route, createS3);
  });

  afterAll(() => endpoint.close());

  s3Contract(
    () =>
      new S3Client({
        endpoint: endpoint.url,
        region: 'us-east-1',
        maxAttempts: 1,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }),
  );
});
