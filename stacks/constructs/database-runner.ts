import { Construct } from 'constructs';
import type { databaseRunnerEnvironment, EnvironmentText } from '../../wire/function-environments';
import { capturePollingSeconds } from '../../settings/replication';
import type { SqlServerFeed } from '../../settings/sql-server-feed';
import type { NetworkPlace } from '../network';
import type { FeedContext } from './feed-context';
import { encryptAndDecryptWith } from './key-grants';
import { NetworkMember } from './network-member';
import { readSecrets, writeSecret } from './secret-grants';
import { SQL_SERVER_PORT, type SourceDatabase } from './source-database';
import { TypescriptFunction } from './typescript-function';

export interface DatabaseRunnerProps {
  context: FeedContext;
  feed: SqlServerFeed;
  network: NetworkPlace;
  database: SourceDatabase;
}

/** The one function inside the network: runs the feed's scripts and checks on the private database. */
export class DatabaseRunner extends Construct {
  readonly function: TypescriptFunction;

  constructor(scope: Construct, id: string, props: DatabaseRunnerProps) {
    super(scope, id);
    const { context, network, database } = props;
    const member = new NetworkMember(this, 'access', {
      context,
      network,
      what: 'database-runner',
      description: 'The database runner',
    });
    member.reach(database.member, SQL_SERVER_PORT);
    member.reachServices({ s3: false });
    this.function = new TypescriptFunction(this, 'runner', {
      context,
      consumer: 'database-runner',
      description: 'Runs the scripts and checks of the feed on its database',
      environment: environment(props),
      statements: [
        readSecrets([database.masterSecretArn, database.dmsSecretArn]),
        writeSecret(database.dmsSecretArn),
        encryptAndDecryptWith(context.keyArn, 'Secrets'),
      ],
      memoryMegabytes: 1024,
      timeoutSeconds: 900,
      vpc: { subnetIds: network.subnetIds, securityGroupIds: [member.securityGroupId] },
    });
  }
}

/** Amazon's authorities on Lambda: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const LAMBDA_CA_FILE = '/var/runtime/ca-cert.pem';

function environment({ context, feed, database }: DatabaseRunnerProps) {
  const environment: EnvironmentText<typeof databaseRunnerEnvironment> = {
    FEED: context.feedId,
    DATABASE_HOST: database.host,
    DATABASE_PORT: database.port,
    DATABASE_NAME: feed.database.name,
    MASTER_SECRET_ARN: database.masterSecretArn,
    DMS_SECRET_ARN: database.dmsSecretArn,
    TABLES: JSON.stringify(feed.tables),
    CAPTURE_POLLING_SECONDS: String(capturePollingSeconds(feed.replication)),
    DATABASE_KIND: 'rds',
    DATABASE_CA_FILE: LAMBDA_CA_FILE,
    MULTI_AZ: String(feed.database.multiAz),
  };
  return environment;
}
