import { createSns } from '../../../../local/services/sns/service';
import { snsContract } from '../../../contract/sns';
import { caller, testCloud } from '../laptop-services';

snsContract(() => {
  const { cloud } = testCloud();
  return Promise.resolve(caller(cloud, createSns(cloud).service));
});
