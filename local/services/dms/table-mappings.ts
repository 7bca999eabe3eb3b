import { z } from 'zod';

/**
 * Selection and object-mapping rules, as far as a Kinesis target of ours uses them; anything else is
 * refused, named.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TableMapping.html
 */
const locator = z.strictObject({ 'schema-name': z.string(), 'table-name': z.string() });

const selectionRule = z.strictObject({
  'rule-type': z.literal('selection'),
  'rule-id': z.string().regex(/^\d+$/),
  'rule-name': z.string(),
  'object-locator': locator,
  'rule-action': z.enum(['include', 'exclude', 'explicit']),
  filters: z.array(z.never()).default([]),
});

const objectMappingRule = z.strictObject({
  'rule-type': z.literal('object-mapping'),
  'rule-id': z.string().regex(/^\d+$/),
  'rule-name': z.string(),
  'rule-action': z.literal('map-record-to-record'),
  'object-locator': locator,
  'target-table-name': z.string().optional(),
  'mapping-parameters': z.strictObject({
    'partition-key-type': z.enum([
      'attribute-name',
      'schema-table',
      'primary-key',
      'transaction-id',
      'constant',
    ]),
    'partition-key-name': z.string().optional(),
  }),
});

const tableMappings = z.strictObject({
  rules: z.array(z.discriminatedUnion('rule-type', [selectionRule, objectMappingRule])).min(1),
});

export type PartitionKeyRule = z.infer<typeof objectMappingRule>['mapping-parameters'];

export interface TableMappings {
  selects(schema: string, table: string): boolean;
  /** Undefined where no object mapping names the table: then DMS chooses by phase and primary key. */
  partitionKey(schema: string, table: string): PartitionKeyRule | undefined;
}

export function parseTableMappings(json: string): TableMappings {
  const { rules } = tableMappings.parse(JSON.parse(json));
  const selections = rules.filter((rule) => rule['rule-type'] === 'selection');
  const mappings = rules.filter((rule) => rule['rule-type'] === 'object-mapping');
  return {
    selects: (schema, table) => {
      const matching = selections.filter((rule) => matches(rule['object-locator'], schema, table));
      return matching.length > 0 && matching.every((rule) => rule['rule-action'] !== 'exclude');
    },
    partitionKey: (schema, table) =>
      mappings.find((rule) => matches(rule['object-locator'], schema, table))?.[
        'mapping-parameters'
      ],
  };
}

/** Names are compared case-sensitively; `%` is any run of characters. */
function matches(place: z.infer<typeof locator>, schema: string, table: string): boolean {
  return like(place['schema-name'], schema) && like(place['table-name'], table);
}

function like(pattern: string, name: string): boolean {
  const escaped = pattern.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`).test(name);
}
