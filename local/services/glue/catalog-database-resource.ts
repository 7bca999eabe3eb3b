import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import type { Glue } from './service';

/** Registers `aws_glue_catalog_database`. */
export function catalogDatabaseResource(glue: Glue): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_glue_catalog_database',
    honours: z.strictObject({
      name: z.string(),
      description: z.string().optional(),
      location_uri: z.string().optional(),
    }),
    inert: {
      catalog_id: 'one catalogue on a laptop',
      create_table_default_permission: 'Lake Formation grants; the laptop asks IAM alone',
    },
    start: (args, block) => {
      const { name, description, location_uri: location } = args;
      glue.declareDatabase({ name, description, location });
      const arn = `arn:aws:glue:${block.region}:${block.account}:database/${name}`;
      const id = `${block.account}:${name}`;
      return { attributes: { ...block.arguments, id, arn, catalog_id: block.account } };
    },
  });
}
