import { z } from 'zod';
import { resourceAdapter, type ResourceAdapter } from '../resource-adapter';
import { resourceId, type Dms } from './service';

/** `aws_dms_replication_instance`: on the laptop the process itself replicates. */
export function replicationInstanceResource(dms: Dms): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_dms_replication_instance',
    honours: z.strictObject({ replication_instance_id: z.string() }),
    inert: {
      replication_instance_class: 'the size of a machine',
      allocated_storage: 'the size of a machine',
      engine_version: 'no DMS engine runs on the laptop',
      multi_az: 'the laptop has one zone',
      availability_zone: 'the laptop has one zone',
      publicly_accessible: 'the laptop has no network of its own',
      vpc_security_group_ids: 'the laptop has no network of its own',
      replication_subnet_group_id: 'the laptop has no network of its own',
      network_type: 'the laptop has no network of its own',
      kms_key_arn: 'encrypts the disk of a machine',
      auto_minor_version_upgrade: 'no DMS engine runs on the laptop',
      allow_major_version_upgrade: 'no DMS engine runs on the laptop',
      apply_immediately: 'no DMS engine runs on the laptop',
      preferred_maintenance_window: 'no DMS engine runs on the laptop',
    },
    start: ({ replication_instance_id: id }, block) => {
      const arn = `arn:aws:dms:${block.region}:${block.account}:rep:${resourceId('rep', id)}`;
      dms.addInstance(arn, id);
      return { attributes: { id, replication_instance_arn: arn } };
    },
  });
}
