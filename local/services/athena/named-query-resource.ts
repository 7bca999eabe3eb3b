import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import type { Athena } from './service';

/** Registers `aws_athena_named_query`. */
export function namedQueryResource(athena: Athena): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_athena_named_query',
    honours: z.strictObject({
      name: z.string(),
      database: z.string(),
      query: z.string(),
      workgroup: z.string().optional(),
      description: z.string().optional(),
    }),
    start: ({ name, database, query: sql, workgroup = 'primary', description }, block) => {
      const hash = createHash('sha256').update(block.address).digest('hex');
      const id = hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
      athena.workgroups.declareNamedQuery({ id, name, description, database, sql, workgroup });
      return { attributes: { ...block.arguments, id } };
    },
  });
}
