import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { databaseRunnerEnvironment } from '../../wire/function-environments';
import { readEnvironment } from '../ports/read-environment';
import { createHandler } from './create-handler';
import { connect } from './ports/database';
import { newPassword } from './ports/new-password';
import { secretsManager } from './ports/secrets';
import { SCRIPTS } from './scripts';

const environment = readEnvironment(databaseRunnerEnvironment);

export const handler = createHandler({
  server: {
    host: environment.DATABASE_HOST,
    port: environment.DATABASE_PORT,
    caFile: environment.DATABASE_CA_FILE,
  },
  databaseName: environment.DATABASE_NAME,
  tables: environment.TABLES,
  scripts: SCRIPTS,
  variables: {
    pollingSeconds: environment.CAPTURE_POLLING_SECONDS,
    isRds: environment.DATABASE_KIND === 'rds',
    multiAz: environment.MULTI_AZ,
  },
  masterSecretArn: environment.MASTER_SECRET_ARN,
  dmsSecretArn: environment.DMS_SECRET_ARN,
  secrets: secretsManager(new SecretsManagerClient()),
  newPassword,
  connect,
});
