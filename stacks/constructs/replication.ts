import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DmsEndpoint } from '@cdktf/provider-aws/lib/dms-endpoint';
import { DmsReplicationInstance } from '@cdktf/provider-aws/lib/dms-replication-instance';
import { DmsReplicationSubnetGroup } from '@cdktf/provider-aws/lib/dms-replication-subnet-group';
import { DmsReplicationTask } from '@cdktf/provider-aws/lib/dms-replication-task';
import { Construct } from 'constructs';
import type { SqlServerFeed } from '../../settings/sql-server-feed';
import type { NetworkPlace } from '../network';
import { AccountRoles } from './account-roles';
import { putChanges } from './change-stream-grants';
import type { FeedContext } from './feed-context';
import { decryptWith, encryptWith } from './key-grants';
import { NetworkMember } from './network-member';
import { describeSecretKey, readSecrets } from './secret-grants';
import { ServiceRole } from './service-role';
import { SQL_SERVER_PORT, type SourceDatabase } from './source-database';
import { tableMappings } from './table-mappings';
import { taskSettings } from './task-settings';

export interface ReplicationProps {
  context: FeedContext;
  feed: SqlServerFeed;
  network: NetworkPlace;
  database: SourceDatabase;
  streamArn: string;
}

/**
 * DMS from the database to the stream: one task, full load and then changes. Terraform never starts
 * it: Firehose reads a stream from LATEST, so the load would be lost to the lake before Firehose is
 * seen to deliver.
 */
export class Replication extends Construct {
  readonly taskArn: string;
  /** Ends the task's ARN, and is what metrics call the task. */
  readonly taskResourceId: string;
  readonly instance: DmsReplicationInstance;
  readonly instanceArn: string;
  readonly instanceId: string;
  readonly sourceEndpointArn: string;
  readonly targetEndpointArn: string;

  constructor(scope: Construct, id: string, props: ReplicationProps) {
    super(scope, id);
    this.instanceId = props.context.name('dms', 'replication');
    this.taskResourceId = props.context.name('dms-resource', 'task');
    this.instance = this.addInstance(props);
    this.instanceArn = this.instance.replicationInstanceArn;
    this.sourceEndpointArn = this.addSource(props).endpointArn;
    this.targetEndpointArn = this.addTarget(props).endpointArn;
    this.taskArn = this.addTask(props).replicationTaskArn;
  }

  private addInstance({ context, feed, network, database }: ReplicationProps) {
    const { engineVersion, instanceClass, storageGigabytes, multiAz, accountRoles } =
      feed.replication;
    const roles = new AccountRoles(this, 'account-roles', accountRoles);
    const member = new NetworkMember(this, 'access', {
      context,
      network,
      what: 'replication',
      description: 'The replication instance of DMS',
    });
    member.reach(database.member, SQL_SERVER_PORT);
    member.reachServices({ s3: true });
    const subnets = new DmsReplicationSubnetGroup(this, 'subnets', {
      replicationSubnetGroupId: this.instanceId,
      replicationSubnetGroupDescription: 'Private subnets of the feed',
      subnetIds: network.subnetIds,
      dependsOn: roles.ready,
    });
    // DMS would make the group itself, without end and without our key, and leave it behind.
    const logs = new CloudwatchLogGroup(this, 'logs', {
      name: replicationLogGroup(this.instanceId),
      retentionInDays: context.logRetentionDays,
      kmsKeyId: context.keyArn,
    });
    return new DmsReplicationInstance(this, 'instance', {
      replicationInstanceId: this.instanceId,
      engineVersion,
      replicationInstanceClass: instanceClass,
      allocatedStorage: storageGigabytes,
      multiAz,
      publiclyAccessible: false,
      autoMinorVersionUpgrade: false,
      kmsKeyArn: context.keyArn,
      replicationSubnetGroupId: subnets.replicationSubnetGroupId,
      vpcSecurityGroupIds: [member.securityGroupId],
      dependsOn: [...roles.ready, logs],
    });
  }

  /** The role trusts the regional principal too: with that name DMS reads a secret. */
  private addSource({ context, feed, database }: ReplicationProps): DmsEndpoint {
    const { tls } = feed.replication;
    const role = new ServiceRole(this, 'secret-role', {
      name: context.name('role', 'dms-secret'),
      services: ['dms.amazonaws.com', `dms.${context.region}.amazonaws.com`],
      statements: [
        readSecrets([database.dmsSecretArn]),
        decryptWith(context.keyArn, 'Secret'),
        describeSecretKey(context.keyArn),
      ],
    });
    return new DmsEndpoint(this, 'source', {
      endpointId: context.name('dms', 'source'),
      endpointType: 'source',
      engineName: 'sqlserver',
      databaseName: feed.database.name,
      secretsManagerArn: database.dmsSecretArn,
      secretsManagerAccessRoleArn: role.arn,
      sslMode: tls.mode,
      ...(tls.mode === 'verify-full' && { certificateArn: tls.certificateArn }),
      kmsKeyArn: context.keyArn,
      dependsOn: [role.policy],
    });
  }

  private addTarget({ context, streamArn }: ReplicationProps): DmsEndpoint {
    const role = new ServiceRole(this, 'stream-role', {
      name: context.name('role', 'dms-stream'),
      services: ['dms.amazonaws.com'],
      statements: [putChanges(streamArn), encryptWith(context.keyArn, 'Stream')],
    });
    return new DmsEndpoint(this, 'target', {
      endpointId: context.name('dms', 'target'),
      endpointType: 'target',
      engineName: 'kinesis',
      kmsKeyArn: context.keyArn,
      kinesisSettings: {
        streamArn,
        serviceAccessRoleArn: role.arn,
        messageFormat: 'json-unformatted',
        includeTransactionDetails: true,
        includeNullAndEmpty: true,
        includePartitionValue: true,
        includeControlDetails: true,
        includeTableAlterOperations: true,
        partitionIncludeSchemaTable: true,
        useLargeIntegerValue: true,
      },
      dependsOn: [role.policy],
    });
  }

  private addTask({ context, feed }: ReplicationProps): DmsReplicationTask {
    return new DmsReplicationTask(this, 'task', {
      replicationTaskId: context.name('dms', 'task'),
      resourceIdentifier: this.taskResourceId,
      replicationInstanceArn: this.instanceArn,
      sourceEndpointArn: this.sourceEndpointArn,
      targetEndpointArn: this.targetEndpointArn,
      migrationType: 'full-load-and-cdc',
      tableMappings: JSON.stringify(tableMappings(feed.tables)),
      replicationTaskSettings: JSON.stringify(taskSettings(feed.replication)),
      startReplicationTask: false,
    });
  }
}

export function replicationLogGroup(instanceId: string): string {
  return `dms-tasks-${instanceId}`;
}
