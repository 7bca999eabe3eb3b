import { createSecretsManager } from '../../../../local/services/secretsmanager/service';
import { secretsManagerContract } from '../../../contract/secretsmanager';
import { caller, testCloud } from '../laptop-services';

secretsManagerContract(() => {
  const { cloud } = testCloud();
  return Promise.resolve(caller(cloud, createSecretsManager(cloud).service));
});
