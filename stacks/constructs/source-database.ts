import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { Construct } from 'constructs';
import type { Database } from '../../settings/database';
import { mayDeleteData } from '../../settings/environment';
import type { NetworkPlace } from '../network';
import type { FeedContext } from './feed-context';
import { NetworkMember } from './network-member';

export interface SourceDatabaseProps {
  context: FeedContext;
  database: Database;
  network: NetworkPlace;
}

export const SQL_SERVER_PORT = 1433;

/**
 * RDS for SQL Server: private, encrypted, TLS only, backed up. RDS keeps the master's password; the
 * login of DMS has a secret of its own, empty until the database runner fills it.
 */
export class SourceDatabase extends Construct {
  readonly host: string;
  readonly port: string;
  readonly identifier: string;
  readonly masterSecretArn: string;
  readonly dmsSecretArn: string;
  readonly member: NetworkMember;

  constructor(scope: Construct, id: string, props: SourceDatabaseProps) {
    super(scope, id);
    const { context, network } = props;
    this.member = new NetworkMember(this, 'access', {
      context,
      network,
      what: 'database',
      description: 'The source database',
    });
    const instance = this.addInstance(props);
    this.host = instance.address;
    this.port = `\${${instance.fqn}.port}`;
    this.identifier = instance.identifier;
    this.masterSecretArn = instance.masterUserSecret.get(0).secretArn;
    this.dmsSecretArn = new SecretsmanagerSecret(this, 'dms-login', {
      name: context.name('secret', 'dms-login'),
      description:
        'Login of DMS: host, port, username and password, written by the database runner',
      kmsKeyId: context.keyArn,
      // The runner can make the login anew at any time; a waiting secret would block the next `up`.
      recoveryWindowInDays: 0,
    }).arn;
  }

  private addInstance({ context, database, network }: SourceDatabaseProps): DbInstance {
    const deletable = mayDeleteData(context.settings, database);
    const name = context.name('database', 'source');
    const subnets = new DbSubnetGroup(this, 'subnets', { name, subnetIds: network.subnetIds });
    const parameters = new DbParameterGroup(this, 'parameters', {
      name,
      family: parameterFamily(database),
      parameter: [{ name: 'rds.force_ssl', value: '1', applyMethod: 'pending-reboot' }],
    });
    return new DbInstance(this, 'instance', {
      identifier: name,
      engine: database.edition,
      engineVersion: database.engineVersion,
      licenseModel: 'license-included',
      instanceClass: database.instanceClass,
      multiAz: database.multiAz,
      storageType: 'gp3',
      allocatedStorage: database.storageGigabytes,
      maxAllocatedStorage: database.storageGigabytesMax,
      storageEncrypted: true,
      kmsKeyId: context.keyArn,
      username: 'tributary_master',
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: context.keyArn,
      port: SQL_SERVER_PORT,
      publiclyAccessible: false,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [this.member.securityGroupId],
      parameterGroupName: parameters.name,
      backupRetentionPeriod: database.backupRetentionDays,
      copyTagsToSnapshot: true,
      deletionProtection: !deletable,
      deleteAutomatedBackups: deletable,
      skipFinalSnapshot: deletable,
      ...(!deletable && { finalSnapshotIdentifier: `${name}-final` }),
    });
  }
}

/** `sqlserver-se-15.0` of version `15.00…`. */
function parameterFamily({ edition, engineVersion }: Database): string {
  return `${edition}-${engineVersion.slice(0, 2)}.0`;
}
