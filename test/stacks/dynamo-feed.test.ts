import 'cdktf/lib/testing/adapters/jest';
import { DataAwsDynamodbTable } from '@cdktf/provider-aws/lib/data-aws-dynamodb-table';
import { DynamodbKinesisStreamingDestination } from '@cdktf/provider-aws/lib/dynamodb-kinesis-streaming-destination';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { GlueCrawler } from '@cdktf/provider-aws/lib/glue-crawler';
import { KinesisStream } from '@cdktf/provider-aws/lib/kinesis-stream';
import { LakeformationResource } from '@cdktf/provider-aws/lib/lakeformation-resource';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { dynamoFeedOutputs } from '../../wire/feed-outputs';
import {
  itemSettingsInput,
  resources,
  synthesizedItems,
  synthesizedStacks,
  type Block,
} from '../support/synthesized';

const KEY = {
  partition: { name: 'id', type: 'S' },
  sort: { name: 'made "at" ${x}', type: 'N' },
} as const;

const { people } = synthesizedItems();
const varied = synthesizedItems(
  itemSettingsInput(
    { environment: 'production' },
    {
      table: { kind: 'create', key: KEY, deleteDataOnDestroy: true },
      stream: { capacity: { mode: 'on-demand' } },
      rows: { lists: 'indexed', oldImage: true },
      crawler: true,
      registerWithLakeFormation: true,
    },
  ),
).people;
const deletable = synthesizedItems(
  itemSettingsInput({}, { table: { kind: 'create', key: KEY, deleteDataOnDestroy: true } }),
).people;
const existing = synthesizedItems(
  itemSettingsInput({}, { table: { kind: 'existing', name: 'Orders', key: KEY } }),
).people;
const raw = synthesizedStacks(itemSettingsInput({}, { delivery: { form: 'raw' }, columns: [] }));

function one(stack: typeof people, type: string, part = ''): Block {
  const found = resources(stack, type).filter(([name]) => name.includes(part));
  expect(found).toHaveLength(1);
  return found[0]![1];
}

describe('the table', () => {
  it("is on demand, recoverable, and under the feed's key", () => {
    expect(one(people, 'aws_dynamodb_table')).toMatchObject({
      name: 'tributary-dev-people-items',
      billing_mode: 'PAY_PER_REQUEST',
      hash_key: 'id',
      attribute: [{ name: 'id', type: 'S' }],
      point_in_time_recovery: { enabled: true },
      server_side_encryption: { enabled: true, kms_key_arn: '${aws_kms_key.key_F64E54E4.arn}' },
    });
    expect(one(people, 'aws_dynamodb_table')).not.toHaveProperty('range_key');
  });

  it('has its sort key, in which Terraform sees no template', () => {
    expect(one(deletable, 'aws_dynamodb_table')).toMatchObject({
      range_key: 'made "at" $${x}',
      attribute: [{ name: 'id' }, { name: 'made "at" $${x}', type: 'N' }],
    });
  });

  it('goes only when both keys of deletion are turned', () => {
    const protects = (protection: boolean) => ({ deletion_protection_enabled: protection });

    expect(people.json).toHaveResourceWithProperties(DynamodbTable, protects(true));
    expect(varied.json).toHaveResourceWithProperties(DynamodbTable, protects(true));
    expect(deletable.json).toHaveResourceWithProperties(DynamodbTable, protects(false));
  });

  it('is left as it is where it stands already', () => {
    expect(resources(existing, 'aws_dynamodb_table')).toEqual([]);
    expect(existing.json).toHaveDataSourceWithProperties(DataAwsDynamodbTable, { name: 'Orders' });
  });

  it('is refused where its key is not the one that the settings say', () => {
    const [table] = Object.values(existing.data['aws_dynamodb_table'] ?? {});
    const { postcondition } = table!['lifecycle'] as { postcondition: [Record<string, string>] };

    expect(postcondition[0]['condition']).toBe(
      '${self.hash_key == "id" && self.range_key == "made \\"at\\" $${x}" && anytrue([for a in self.attribute : a.name == "id" && a.type == "S"]) && anytrue([for a in self.attribute : a.name == "made \\"at\\" $${x}" && a.type == "N"])}',
    );
    expect(postcondition[0]['error_message']).toBe(
      'The table Orders has another key than feeds.people.table.key in the settings. Give the key as the table has it: it tells items apart in the lake.',
    );
  });
});

describe('the streaming', () => {
  it('has times in microseconds, and begins when delivery reads the stream', () => {
    expect(people.json).toHaveResourceWithProperties(DynamodbKinesisStreamingDestination, {
      approximate_creation_date_time_precision: 'MICROSECOND',
      depends_on: [expect.stringMatching(/^aws_kinesis_firehose_delivery_stream\./)],
    });
  });

  it('has ten shards by default, or is on demand', () => {
    expect(people.json).toHaveResourceWithProperties(KinesisStream, {
      shard_count: 10,
      encryption_type: 'KMS',
      stream_mode_details: { stream_mode: 'PROVISIONED' },
    });
    expect(varied.json).toHaveResourceWithProperties(KinesisStream, {
      stream_mode_details: { stream_mode: 'ON_DEMAND' },
    });
  });
});

describe('the delivery', () => {
  const { extended_s3_configuration: to } = one(people, 'aws_kinesis_firehose_delivery_stream') as {
    extended_s3_configuration: Block;
  };

  it('closes a file at 1 MB or 120 s, under explicit prefixes in UTC', () => {
    expect(to).toMatchObject({
      buffering_size: 1,
      buffering_interval: 120,
      prefix: 'people/changes/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/',
      error_output_prefix:
        'people-errors/!{firehose:error-output-type}/day=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/',
    });
  });

  it('gives the transform less at once than the default, which it must not name', () => {
    const { processors } = to['processing_configuration'] as { processors: [Block] };
    const parameters = processors[0]['parameters'] as Record<string, string>[];
    const [, size] = parameters;

    expect(parameters.map(({ parameter_name }) => parameter_name)).toEqual([
      'LambdaArn',
      'BufferSizeInMBs',
    ]);
    expect(Number(size!['parameter_value'])).toBeGreaterThanOrEqual(0.2);
    expect(Number(size!['parameter_value'])).toBeLessThan(1);
  });

  it('has the transform in the private subnets, with no way out', () => {
    expect(people.json).toHaveResourceWithProperties(LambdaFunction, {
      function_name: 'tributary-dev-people-flatten-item-changes',
      environment: { variables: { FEED: 'people', LISTS: 'json', OLD_IMAGE: 'false' } },
      vpc_config: {
        subnet_ids: [expect.stringContaining('subnet-a'), expect.stringContaining('subnet-b')],
        security_group_ids: [expect.stringMatching(/^\$\{aws_security_group\./)],
      },
    });
    expect(resources(people, 'aws_security_group')).toHaveLength(1);
    expect(one(people, 'aws_security_group')).not.toHaveProperty('egress');
    expect(resources(people, 'aws_vpc_security_group_egress_rule')).toEqual([]);
    expect(resources(people, 'aws_vpc_security_group_ingress_rule')).toEqual([]);
  });

  it('tells the transform the form of rows', () => {
    expect(varied.json).toHaveResourceWithProperties(LambdaFunction, {
      environment: { variables: { FEED: 'people', LISTS: 'indexed', OLD_IMAGE: 'true' } },
    });
  });

  it('of raw records has no transform, no table and no network', () => {
    expect(Object.keys(raw).sort()).toEqual(['lake', 'people']);
    expect(resources(raw['people']!, 'aws_lambda_function')).toEqual([]);
    expect(resources(raw['people']!, 'aws_glue_catalog_table')).toEqual([]);
    expect(raw['people']!.json).not.toContain('processing_configuration');
    expect(raw['people']!.json).not.toContain('flatten-item-changes');
  });
});

describe('the exports', () => {
  it('go after the days of the settings', () => {
    const { rule } = one(people, 'aws_s3_bucket_lifecycle_configuration') as { rule: Block[] };

    expect(rule).toContainEqual({
      id: 'exports',
      status: 'Enabled',
      filter: [{ prefix: '' }],
      expiration: [{ days: 7 }],
    });
  });

  it.each([
    ['a table whose keys of deletion are not turned', false, () => people],
    ['a table that may go', true, () => deletable],
    ['a table that stood before, of which they are copies', true, () => existing],
  ] as const)('of %s go with the stack: %s', (_, goes, stack) => {
    expect(stack().json).toHaveResourceWithProperties(S3Bucket, {
      bucket:
        'tributary-dev-people-exports-${data.aws_caller_identity.account.account_id}-eu-west-1',
      force_destroy: goes,
    });
  });
});

describe('the catalogue', () => {
  const columns = (part: string) => {
    const table = one(people, 'aws_glue_catalog_table', part);
    const { columns } = table['storage_descriptor'] as { columns: Block[] };
    return columns.map(({ name, type }) => `${String(name)} ${String(type)}`);
  };

  it("has the row's columns, then those of the settings, all as text; types come in a view", () => {
    const texts = [
      'table_name string',
      'operation string',
      'key_json string',
      'row_json string',
      'before_json string',
      'position string',
      'change_time string',
      'change_time_precision string',
      'event_id string',
      'size_bytes string',
      'old_hash string',
      'new_hash string',
      'user_identity string',
      'shard_id string',
      'sequence_number string',
      'arrival_time string',
      'job_title string',
      'address_0city string',
    ];
    expect(columns('rows')).toEqual([...texts, 'salary string']);
    expect(columns('item-changes')).toEqual([...texts, 'salary decimal(38,2)']);
  });

  it('has the views of items and of ties', () => {
    expect(columns('current')).toEqual([
      'job_title string',
      'address_0city string',
      'salary decimal(38,2)',
      'key_json string',
      'row_json string',
      'change_time string',
      'change_tied boolean',
    ]);
    expect(columns('ties')).toEqual(['key_json string', 'position string', 'states bigint']);
  });

  it('shows in its views the rows of the table alone, of the database by name', () => {
    const text = String(one(people, 'aws_glue_catalog_table', 'ties')['view_original_text']);
    const base64 = /Presto View: (\S+)/.exec(text)?.[1] ?? '';
    const { originalSql } = JSON.parse(Buffer.from(base64, 'base64').toString()) as {
      originalSql: string;
    };

    expect(originalSql).toContain('FROM "tributary_dev_lake"."people_changes"');
    expect(originalSql).toContain("WHERE table_name = 'tributary-dev-people-items'");
  });

  it('projects its partitions', () => {
    const { parameters } = one(people, 'aws_glue_catalog_table', 'rows') as { parameters: Block };

    expect(parameters['storage.location.template']).toMatch(
      /\}\/people\/changes\/day=\$\$\{day\}\/hour=\$\$\{hour\}\/$/,
    );
  });

  it('is crawled only where settings say so, and then into a table of its own', () => {
    expect(resources(people, 'aws_glue_crawler')).toEqual([]);
    expect(varied.json).toHaveResourceWithProperties(GlueCrawler, {
      table_prefix: 'people_crawled_',
      schedule: 'cron(30 0 * * ? *)',
      schema_change_policy: { update_behavior: 'LOG', delete_behavior: 'LOG' },
      s3_target: [{ path: expect.stringMatching(/\/people\/changes\/$/) as string }],
    });
  });

  it('is registered with Lake Formation only where settings say so, and IAM goes on to hold', () => {
    expect(resources(people, 'aws_lakeformation_resource')).toEqual([]);
    expect(varied.json).toHaveResourceWithProperties(LakeformationResource, {
      arn: expect.stringMatching(/\/people\/changes$/) as string,
      hybrid_access_enabled: true,
    });
  });
});

describe('the output', () => {
  it('is one document, feed, of the shape that the CLI reads', () => {
    expect(Object.keys(people.output)).toEqual(['feed']);
    expect(dynamoFeedOutputs.safeParse(people.output['feed']!['value']).error).toBeUndefined();
  });

  it('names the key, the exports, and every place of the quarantine', () => {
    expect(deletable.output['feed']!['value']).toMatchObject({
      table: { key: ['id', 'made "at" $${x}'] },
      exports: { prefix: 'exports/' },
      quarantine: [{ prefix: 'people-errors/' }],
      lake: {
        views: {
          changes: 'people_item_changes',
          current: 'people_current',
          ties: 'people_ties',
        },
      },
    });
  });
});
