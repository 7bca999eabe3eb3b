import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import { flag, singleBlock } from '../terraform-block';
import type { Athena } from './service';

const configuration = z.strictObject({
  enforce_workgroup_configuration: flag.optional(),
  result_configuration: singleBlock(z.strictObject({ output_location: z.string().optional() })),
});

/** Runs `aws_athena_workgroup`: where results go, and whether a caller may choose otherwise. */
export function workgroupResource(athena: Athena): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_athena_workgroup',
    honours: z.strictObject({
      name: z.string(),
      description: z.string().optional(),
      state: z.enum(['ENABLED', 'DISABLED']).optional(),
      configuration: singleBlock(configuration),
    }),
    inert: {
      force_destroy: 'how Terraform destroys the workgroup',
      'configuration.publish_cloudwatch_metrics_enabled': 'no metrics on a laptop',
      'configuration.bytes_scanned_cutoff_per_query': 'a laptop bills no bytes',
      'configuration.requester_pays_enabled': 'a laptop bills nobody',
      'configuration.engine_version': 'DuckDB runs the queries',
      'configuration.execution_role': 'Spark workgroups only',
      'configuration.result_configuration.encryption_configuration':
        'files of the lake are plain, so that any tool opens them',
      'configuration.result_configuration.acl_configuration': 'one account on a laptop',
      'configuration.result_configuration.expected_bucket_owner': 'one account on a laptop',
    },
    start: (args, block) => {
      athena.workgroups.declare({
        name: args.name,
        description: args.description,
        outputLocation: args.configuration?.result_configuration?.output_location,
        enforced: args.configuration?.enforce_workgroup_configuration ?? true,
        enabled: args.state !== 'DISABLED',
      });
      const arn = athena.workgroups.arn(args.name);
      return { attributes: { ...block.arguments, id: args.name, arn } };
    },
  });
}
