import { createSts } from '../../../../local/services/sts/service';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import { caller, testCloud } from '../laptop-services';

const ROLE = 'arn:aws:iam::123456789012:role/billing-alerts';
const SESSION = 'arn:aws:sts::123456789012:assumed-role/billing-alerts/billing';

describe('STS', () => {
  it('takes an unknown key for the operator of the account', async () => {
    const sts = await createSts(testCloud().cloud);

    expect(sts.callerOf('AKIDLAPTOP')).toEqual({
      kind: 'operator',
      account: '123456789012',
      arn: 'arn:aws:iam::123456789012:root',
    });
  });

  it('knows the role behind the credentials of a function', async () => {
    const sts = await createSts(testCloud().cloud);

    const { accessKeyId } = sts.credentialsFor(ROLE, 'billing');

    expect(sts.callerOf(accessKeyId)).toEqual({
      kind: 'role',
      account: '123456789012',
      arn: SESSION,
    });
  });

  it('issues credentials that expire after an hour by default', async () => {
    const { cloud } = testCloud();
    const call = caller(cloud, (await createSts(cloud)).service);

    const answer = await call('AssumeRole', { RoleArn: ROLE, RoleSessionName: 'billing' });

    expect(answer).toMatchObject({
      AssumedRoleUser: { Arn: SESSION },
      Credentials: { Expiration: new Date('2026-11-21T11:00:00Z') },
    });
  });

  it('knows issued keys after a restart', async () => {
    const storage = memoryStorage();
    const first = await createSts(testCloud({ storage }).cloud);
    const { accessKeyId } = first.credentialsFor(ROLE, 'billing');

    const second = await createSts(testCloud({ storage }).cloud);

    expect(second.callerOf(accessKeyId).arn).toBe(SESSION);
  });
});
