import { chance } from '../../../../local/chance';
import { operatorCaller } from '../../../../local/services/sts/operator-caller';
import { createS3 } from '../../../../local/services/s3/service';
import type { Storage } from '../../../../local/storage/storage';
import { testCloud } from '../../../support/test-cloud';

export const WRITER = '111111111111';
export const OWNER = '222222222222';

let starts = 0;

/** An S3 that accounts share; `by` calls it as an account's operator. */
export function sharedS3(storage?: Storage) {
  // A start of its own draws version ids of its own.
  const cloud = {
    ...testCloud(storage === undefined ? {} : { storage }),
    chance: chance(`s3 ${starts++}`),
  };
  const s3 = createS3(cloud);
  cloud.dispatcher.register(s3.service);
  const by = (account: string) => (action: string, input: object) =>
    cloud.dispatcher.dispatch({
      caller: operatorCaller(account),
      service: 's3',
      action,
      input,
    }) as Promise<Record<string, never>>;
  return { cloud, s3, by };
}

/** The canonical user id of an account, as S3 shows it. */
export const idOf = (account: string) => `${'0'.repeat(52)}${account}`;
