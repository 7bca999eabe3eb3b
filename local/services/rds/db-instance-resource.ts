import { createHash } from 'node:crypto';
import { z } from 'zod';
import { resourceAdapter, type ResourceAdapter } from '../resource-adapter';
import type { Rds } from './service';

const dbInstance = z.strictObject({
  identifier: z.string(),
  engine: z.string().startsWith('sqlserver-', { error: 'the laptop runs SQL Server engines only' }),
  username: z.string(),
  manage_master_user_password: z.literal(true, {
    error: 'the master password is managed by RDS, so that no state holds it',
  }),
  parameter_group_name: z.string().optional(),
});

/** `aws_db_instance`: starts the SQL Server stand-in, or takes the server of `SQLSERVER_URL`. */
export function dbInstanceResource(rds: Rds): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_db_instance',
    honours: dbInstance,
    inert: {
      ...NETWORK,
      ...MACHINE,
      ...LIFECYCLE,
      port: 'the laptop listens on a port of its own, so that a SQL Server may run beside it',
    },
    start: async (args, block) => {
      const id = args.identifier;
      const { arn: secretArn, administrator } = await rds.masterSecret(id, args.username);
      const parameters = rds.parameters.get(args.parameter_group_name ?? '') ?? {};
      const server = await rds.servers.start({
        id,
        administrator,
        forceEncryption: parameters['rds.force_ssl'] === '1',
      });
      return {
        attributes: {
          id,
          arn: `arn:aws:rds:${block.region}:${block.account}:db:${id}`,
          resource_id: `db-${createHash('sha256').update(id).digest('hex').slice(0, 26).toUpperCase()}`,
          address: server.host,
          port: server.port,
          endpoint: `${server.host}:${String(server.port)}`,
          status: 'available',
          master_user_secret: [{ secret_arn: secretArn, secret_status: 'active', kms_key_id: '' }],
        },
        stop: () => server.close(),
      };
    },
  });
}

const NETWORK: Record<string, string> = {
  db_subnet_group_name: 'the laptop has no network of its own',
  vpc_security_group_ids: 'the laptop has no network of its own',
  publicly_accessible: 'the laptop has no network of its own',
  network_type: 'the laptop has no network of its own',
  ca_cert_identifier: 'the stand-in makes its own certificate at each start',
};

const MACHINE: Record<string, string> = {
  instance_class: 'the size of a machine',
  engine_version: 'the stand-in has one version',
  license_model: 'no licence on the laptop',
  allocated_storage: 'the size of a machine',
  max_allocated_storage: 'the size of a machine',
  storage_type: 'the size of a machine',
  iops: 'the size of a machine',
  storage_encrypted: 'the laptop encrypts its own disk',
  kms_key_id: 'the laptop encrypts its own disk',
  multi_az: 'the laptop has one zone',
  availability_zone: 'the laptop has one zone',
  master_user_secret_kms_key_id: 'the local Secrets Manager encrypts nothing at rest',
  timezone: 'the stand-in runs in UTC, as RDS does by default',
  character_set_name: 'the stand-in has the default collation',
  performance_insights_enabled: 'monitoring of a machine',
  performance_insights_kms_key_id: 'monitoring of a machine',
  performance_insights_retention_period: 'monitoring of a machine',
  monitoring_interval: 'monitoring of a machine',
  monitoring_role_arn: 'monitoring of a machine',
  enabled_cloudwatch_logs_exports: 'monitoring of a machine',
};

const LIFECYCLE: Record<string, string> = {
  backup_retention_period: 'the stand-in keeps no backups; its log is on disk',
  backup_window: 'the stand-in keeps no backups',
  copy_tags_to_snapshot: 'the stand-in keeps no backups',
  delete_automated_backups: 'the stand-in keeps no backups',
  final_snapshot_identifier: 'the stand-in keeps no backups',
  skip_final_snapshot: 'the stand-in keeps no backups',
  deletion_protection: 'the laptop deletes by removing a folder',
  maintenance_window: 'nothing is maintained on the laptop',
  auto_minor_version_upgrade: 'the stand-in has one version',
  allow_major_version_upgrade: 'the stand-in has one version',
  apply_immediately: 'nothing is deferred on the laptop',
  option_group_name: 'the stand-in has no options',
};
