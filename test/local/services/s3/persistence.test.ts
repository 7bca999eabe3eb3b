import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chance } from '../../../../local/chance';
import { systemClock } from '../../../../local/clock';
import type { Cloud } from '../../../../local/cloud';
import { createDispatcher } from '../../../../local/endpoint/dispatch';
import { bucketEncryptionResource } from '../../../../local/services/s3/bucket-encryption-resource';
import { bucketResource } from '../../../../local/services/s3/bucket-resource';
import { createS3 } from '../../../../local/services/s3/service';
import { NO_HAZARDS } from '../../../../local/hazards/hazards';
import { NO_PERMISSIONS } from '../../../../local/permissions/permissions';
import { ScratchStorages } from '../../../support/scratch-storages';

const account = '000000000000';
const clock = systemClock();
const scratch = new ScratchStorages();

function startCloud(): Cloud {
  const draws = chance('s3 persistence');
  return {
    account,
    region: 'us-east-1',
    clock,
    chance: draws,
    storage: scratch.open({ clock }),
    dispatcher: createDispatcher(() => draws.uuid()),
    limitsEnforced: true,
    permissions: NO_PERMISSIONS,
    hazards: NO_HAZARDS,
    endpointUrl: () => '',
    report: () => undefined,
  };
}

function start() {
  const cloud = startCloud();
  const s3 = createS3(cloud);
  cloud.dispatcher.register(s3.service);
  const call = (action: string, input: unknown) =>
    cloud.dispatcher.dispatch({
      caller: { kind: 'operator', account, arn: `arn:aws:iam::${account}:root` },
      service: 's3',
      action,
      input,
    }) as Promise<Record<string, unknown>>;
  return { s3, call };
}

const block = {
  address: 'lake.aws_s3_bucket.lake',
  stack: 'lake',
  account,
  region: 'us-east-1',
  arguments: {},
};

describe('S3 on disk', () => {
  it('lays an object at its key below the bucket, for any tool to open', async () => {
    const { s3, call } = start();
    await call('CreateBucket', { Bucket: 'lake' });
    await call('PutObject', {
      Bucket: 'lake',
      Key: 'billing/day=2026-11-21/x.json',
      Body: Buffer.from('{}'),
    });

    const path = join(scratch.root, 's3/lake/billing/day=2026-11-21/x.json');
    expect(await readFile(path, 'utf8')).toBe('{}');
    expect(s3.location('lake', 'billing/day=2026-11-21/x.json')).toBe(path);
  });

  it('keeps objects, metadata and versions through a restart', async () => {
    const first = start();
    await first.call('CreateBucket', { Bucket: 'lake' });
    await first.call('PutBucketVersioning', {
      Bucket: 'lake',
      VersioningConfiguration: { Status: 'Enabled' },
    });
    const { VersionId } = await first.call('PutObject', {
      Bucket: 'lake',
      Key: 'k',
      Body: Buffer.from('one'),
    });
    await first.call('PutObject', {
      Bucket: 'lake',
      Key: 'k',
      Body: Buffer.from('two'),
      Metadata: { a: '1' },
    });

    const second = start();

    expect(await second.call('GetObject', { Bucket: 'lake', Key: 'k' })).toMatchObject({
      Body: Buffer.from('two'),
      Metadata: { a: '1' },
    });
    expect(await second.call('GetObject', { Bucket: 'lake', Key: 'k', VersionId })).toMatchObject({
      Body: Buffer.from('one'),
    });
  });

  it('tells who asked of each object that is put', async () => {
    const { s3, call } = start();
    const keys: string[] = [];
    s3.onPut(({ key }) => keys.push(key));
    await call('CreateBucket', { Bucket: 'lake' });
    await call('PutObject', { Bucket: 'lake', Key: 'k', Body: Buffer.from('x') });

    expect(keys).toEqual(['k']);
  });

  it('starts a bucket and its encryption from the definition, twice the same', async () => {
    const { s3, call } = start();
    const rule = {
      apply_server_side_encryption_by_default: {
        sse_algorithm: 'aws:kms',
        kms_master_key_id: 'key-1',
      },
    };
    const encryption = bucketEncryptionResource(s3);
    await bucketResource(s3).start({ bucket: 'lake' } as never, block);
    const again = await bucketResource(s3).start({ bucket: 'lake' } as never, block);
    await encryption.start(
      encryption.honours.parse({ bucket: 'lake', rule: [rule] }) as never,
      block,
    );

    expect(again.attributes).toMatchObject({ id: 'lake', arn: 'arn:aws:s3:::lake' });
    expect(
      await call('PutObject', { Bucket: 'lake', Key: 'k', Body: Buffer.from('x') }),
    ).toMatchObject({ SSEKMSKeyId: 'key-1' });
  });
});
