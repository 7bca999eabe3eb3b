import { z } from 'zod';
import { type ResourceAdapter, resourceAdapter } from '../resource-adapter';
import { repeatedBlock, singleBlock } from '../terraform-block';
import type { Glue } from './service';

const column = z.strictObject({
  name: z.string(),
  type: z.string(),
  comment: z.string().optional(),
});

const JSON_SERDES = [
  'org.openx.data.jsonserde.JsonSerDe',
  'org.apache.hive.hcatalog.data.JsonSerDe',
];

const serDe = z.strictObject({
  name: z.string().optional(),
  serialization_library: z.enum(JSON_SERDES).optional(),
  parameters: z.record(z.string(), z.string()).optional(),
});

const storage = z.strictObject({
  location: z.string().optional(),
  columns: repeatedBlock(column),
  ser_de_info: singleBlock(serDe),
});

/** Registers `aws_glue_catalog_table`: tables over JSON lines, and Athena's views. */
export function catalogTableResource(glue: Glue): ResourceAdapter {
  return resourceAdapter({
    type: 'aws_glue_catalog_table',
    honours: z.strictObject({
      name: z.string(),
      database_name: z.string(),
      table_type: z.enum(['EXTERNAL_TABLE', 'VIRTUAL_VIEW']),
      parameters: z.record(z.string(), z.string()).optional(),
      partition_keys: repeatedBlock(column),
      storage_descriptor: singleBlock(storage),
      view_original_text: z.string().optional(),
    }),
    inert: {
      catalog_id: 'one catalogue on a laptop',
      description: 'for people',
      owner: 'for people',
      retention: 'AWS ignores it too',
      view_expanded_text: 'Athena reads the original text',
      'storage_descriptor.input_format': 'the SerDe says what a row is',
      'storage_descriptor.output_format': 'the laptop writes no tables',
      'storage_descriptor.compressed': 'the name of the object says it',
      'storage_descriptor.stored_as_sub_directories': 'only Hive asks for it',
      'storage_descriptor.number_of_buckets': 'tables here are not bucketed',
    },
    start: (args, block) => {
      glue.declareTable({
        database: args.database_name,
        name: args.name,
        kind: args.table_type,
        columns: args.storage_descriptor?.columns ?? [],
        partitionKeys: args.partition_keys,
        location: args.storage_descriptor?.location,
        parameters: args.parameters ?? {},
        serDeParameters: args.storage_descriptor?.ser_de_info?.parameters ?? {},
        viewText: args.view_original_text,
      });
      const path = `${args.database_name}/${args.name}`;
      const arn = `arn:aws:glue:${block.region}:${block.account}:table/${path}`;
      const id = `${block.account}:${args.database_name}:${args.name}`;
      return { attributes: { ...block.arguments, id, arn, catalog_id: block.account } };
    },
  });
}
