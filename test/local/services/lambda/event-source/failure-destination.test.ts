import { ServiceError } from '../../../../../local/endpoint/service-error';
import { scriptedService } from '../../../../support/test-cloud';
import { laptop, mapped } from './mapped-stream';

describe('the failure destination of an event source mapping', () => {
  it.each([
    { of: 'in trouble, until it takes', code: 'SlowDown', status: 503, failures: 7, tries: 8 },
    { of: 'refused, three times', code: 'AccessDenied', status: 403, failures: 9, tries: 3 },
  ])('is tried when it is $of', async ({ code, status, failures, tries }) => {
    const { cloud, put } = await laptop();
    await put('bad');
    let tried = 0;
    scriptedService(cloud, 's3', {
      PutObject: () => {
        tried += 1;
        if (tried <= failures) throw new ServiceError(code, code, { status });
      },
    });
    const onFailureArn = 'arn:aws:s3:::failures';
    const { lambda } = await mapped(cloud, { retriesMax: 0, onFailureArn }, () => {
      throw new Error('bad');
    });

    await cloud.clock.advance(300_000);

    expect(tried).toBe(tries);
    await lambda.mappings.stop();
  });
});
