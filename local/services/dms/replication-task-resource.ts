import { z } from 'zod';
import { DefinitionError } from '../../definition/definition-error';
import { resourceAdapter, type Block, type ResourceAdapter } from '../resource-adapter';
import type { TaskDefinition } from './replication-task';
import { resourceId, type Dms } from './service';
import { parseTableMappings } from './table-mappings';
import { parseTaskSettings } from './task-settings';

const replicationTask = z.strictObject({
  replication_task_id: z.string(),
  /** The last part of the ARN, which is also the task's dimension in CloudWatch. */
  resource_identifier: z.string().optional(),
  replication_instance_arn: z.string(),
  source_endpoint_arn: z.string(),
  target_endpoint_arn: z.string(),
  migration_type: z.enum(['full-load', 'cdc', 'full-load-and-cdc']),
  table_mappings: z.string(),
  replication_task_settings: z.string(),
  start_replication_task: z.literal(false).default(false),
});

/** `aws_dms_replication_task`: not started by its creation; `dms start` does that. */
export function replicationTaskResource(dms: Dms): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_dms_replication_task',
    honours: replicationTask,
    start: async (args, block) => {
      const task = await dms.addTask(taskDefinition(dms, args, block));
      const { arn, id } = task.definition;
      return {
        attributes: { id, replication_task_arn: arn, status: task.status().status },
      };
    },
  });
}

function taskDefinition(
  dms: Dms,
  args: z.output<typeof replicationTask>,
  block: Block,
): TaskDefinition {
  const id = args.replication_task_id;
  const source = dms.endpoint(args.source_endpoint_arn);
  const target = dms.endpoint(args.target_endpoint_arn);
  if (source.kind !== 'source' || target.kind !== 'target') {
    throw new DefinitionError(
      `${block.address}: source and target endpoints are the wrong way round.`,
    );
  }
  return {
    id,
    arn: `arn:aws:dms:${block.region}:${block.account}:task:${args.resource_identifier ?? resourceId('task', id)}`,
    instanceArn: args.replication_instance_arn,
    migrationType: args.migration_type,
    source,
    target,
    tableMappingsJson: args.table_mappings,
    settingsJson: args.replication_task_settings,
    mappings: parsed(block, 'table_mappings', () => parseTableMappings(args.table_mappings)),
    settings: parsed(block, 'replication_task_settings', () =>
      parseTaskSettings(args.replication_task_settings),
    ),
  };
}

function parsed<T>(block: Block, argument: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw new DefinitionError(`${block.address}: ${argument}: ${reason}`, { cause });
  }
}
