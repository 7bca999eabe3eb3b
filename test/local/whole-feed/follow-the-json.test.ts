import { settings } from '../../../settings';
import type { StackDefinition } from '../../../local/definition/read-definition';
import { inProcessCloud, type InProcessCloud } from '../../support/in-process-cloud';
import { synthesizedDefinition, withChange } from '../../support/synthesized-definition';
import {
  alertsByInvoice,
  applyScripts,
  beginReading,
  DELIVERY_MILLISECONDS,
  execute,
  lakeLines,
  objectsUnder,
  startTask,
} from '../../support/whole-feed';

/** The JSON as synthesized; each test changes one thing in it, and the run must follow. */
const stacks = synthesizedDefinition(settings);

const DELIVERY = 'aws_kinesis_firehose_delivery_stream';
const MAPPING = 'aws_lambda_event_source_mapping';
const TASK = 'aws_dms_replication_task';

type Arguments = Record<string, unknown>;

function changedDelivery(change: Arguments): StackDefinition[] {
  return withChange(stacks, DELIVERY, (args) =>
    Object.assign(args['extended_s3_configuration'] as Arguments, change),
  );
}

function changedMapping(change: Arguments): StackDefinition[] {
  return withChange(stacks, MAPPING, (args) => Object.assign(args, change));
}

function changedRules(change: (rules: Arguments[]) => Arguments[]): StackDefinition[] {
  return withChange(stacks, TASK, (args) => {
    const { rules } = JSON.parse(String(args['table_mappings'])) as { rules: Arguments[] };
    args['table_mappings'] = JSON.stringify({ rules: change(rules) });
  });
}

/** Runs the definition up to its started task. */
async function running(
  definition: readonly StackDefinition[],
  work: (cloud: InProcessCloud) => Promise<void>,
): Promise<void> {
  const cloud = await inProcessCloud({ stacks: definition });
  try {
    await applyScripts(cloud);
    await beginReading(cloud);
    await startTask(cloud);
    await work(cloud);
  } finally {
    await cloud.close();
  }
}

async function lakeKeys(cloud: InProcessCloud): Promise<string[]> {
  return (await objectsUnder(cloud, cloud.feed.lake.bucket, '')).map(({ key }) => key);
}

/** Numbers of records in the calls of the alerts function since the `from`th call of a function. */
function batchesSince({ invocations }: InProcessCloud, from: number): number[] {
  return invocations
    .slice(from)
    .filter(({ functionName }) => functionName.endsWith('-billing-alerts'))
    .map(({ event }) => (event as { Records: unknown[] }).Records.length);
}

const INSERTS = Array.from(
  { length: 7 },
  (_, at) =>
    `INSERT INTO dbo.invoices VALUES (${String(77 + at)}, 1219578, '2022-05-15', '2022-05-30', NULL, 50, '25')`,
).join(';\n');

describe('delivery follows the JSON', () => {
  it('as it stands: an object within two minutes, compressed, below its prefix', () =>
    running(stacks, async (cloud) => {
      await cloud.clock.advance(130_000);

      expect((await lakeKeys(cloud))[0]).toMatch(
        /^billing\/changes\/day=2026-01-15\/hour=10\/.*\.gz$/,
      );
    }));

  it('in its buffering interval', () =>
    running(changedDelivery({ buffering_interval: 300 }), async (cloud) => {
      const objects: number[] = [];
      for (const milliseconds of [350_000, 30_000]) {
        await cloud.clock.advance(milliseconds);
        objects.push((await lakeKeys(cloud)).length);
      }

      expect(objects.map((count) => count > 0)).toEqual([false, true]);
    }));

  it('in its prefix, where its role may write there', () => {
    const elsewhere = changedDelivery({ prefix: 'elsewhere/!{timestamp:yyyy/MM}/' });
    const allowed = withChange(elsewhere, 'aws_iam_role_policy', (args) => {
      args['policy'] = String(args['policy']).replaceAll('/billing/changes/*', '/elsewhere/*');
    });
    return running(allowed, async (cloud) => {
      await cloud.clock.advance(130_000);

      expect((await lakeKeys(cloud))[0]).toMatch(/^elsewhere\/2026\/01\//);
    });
  });

  it('in its compression', () =>
    running(changedDelivery({ compression_format: 'UNCOMPRESSED' }), async (cloud) => {
      await cloud.clock.advance(130_000);

      const [object] = await objectsUnder(cloud, cloud.feed.lake.bucket, '');
      expect(object?.key).not.toContain('.gz');
      expect(object?.text).toMatch(/^\{"table_name":"dbo\.invoices"/);
    }));
});

describe('the event source mapping follows the JSON', () => {
  it('as it stands: seven changes of one customer in one batch', () =>
    running(stacks, async (cloud) => {
      await cloud.clock.advance(10_000);
      const before = cloud.invocations.length;

      await execute(cloud, INSERTS);
      await cloud.clock.advance(10_000);

      expect(batchesSince(cloud, before)).toEqual([7]);
    }));

  it('in its batch size', () =>
    running(changedMapping({ batch_size: 3 }), async (cloud) => {
      await cloud.clock.advance(10_000);
      const before = cloud.invocations.length;

      await execute(cloud, INSERTS);
      await cloud.clock.advance(10_000);

      expect(batchesSince(cloud, before)).toEqual([3, 3, 1]);
    }));

  it('in its batching window', () =>
    running(changedMapping({ maximum_batching_window_in_seconds: 60 }), async (cloud) => {
      await cloud.clock.advance(100_000);
      await execute(cloud, INSERTS);
      const alerts: number[] = [];

      for (const milliseconds of [50_000, 20_000]) {
        await cloud.clock.advance(milliseconds);
        alerts.push((await alertsByInvoice(cloud)).length);
      }

      expect(alerts).toEqual([0, 7]);
    }));

  it('in its filter', () => {
    const pattern = JSON.stringify({ data: { data: { invoice_id: [{ numeric: ['>', 80] }] } } });
    return running(
      changedMapping({ filter_criteria: { filter: [{ pattern }] } }),
      async (cloud) => {
        await cloud.clock.advance(10_000);

        await execute(cloud, INSERTS);
        await cloud.clock.advance(10_000);

        expect(await alertsByInvoice(cloud)).toEqual([
          'bill-ready 1219578 81',
          'bill-ready 1219578 82',
          'bill-ready 1219578 83',
        ]);
      },
    );
  });
});

describe('the functions follow the JSON', () => {
  it('in their environment', () => {
    const definition = withChange(stacks, 'aws_lambda_function', (args) => {
      const environment = args['environment'] as { variables: Record<string, string> };
      if ('USAGE_THRESHOLD_KWH' in environment.variables)
        environment.variables['USAGE_THRESHOLD_KWH'] = '49';
    });
    return running(definition, async (cloud) => {
      await cloud.clock.advance(10_000);

      await execute(cloud, INSERTS.split(';')[0]!);
      await cloud.clock.advance(10_000);

      expect(await alertsByInvoice(cloud)).toContain('usage-above-normal 1219578 77');
    });
  });
});

describe('the stream follows the JSON', () => {
  it('in its number of shards', () => {
    const definition = withChange(stacks, 'aws_kinesis_stream', (args) =>
      Object.assign(args, {
        shard_count: 3,
        stream_mode_details: { stream_mode: 'PROVISIONED' },
      }),
    );
    return running(definition, async (cloud) => {
      const { Shards } = await cloud.call('kinesis', 'ListShards', {
        StreamARN: cloud.feed.stream.arn,
      });

      expect(Shards).toHaveLength(3);
    });
  });
});

describe('replication follows the JSON', () => {
  const PAYMENT = "INSERT INTO dbo.payments VALUES (1, 2, 1365142, '2022-04-20', 20.50)";

  it('in the tables that its mappings select', () => {
    const withoutPayments = changedRules((rules) =>
      rules.filter((rule) => !String(rule['rule-name']).endsWith('payments')),
    );
    return running(withoutPayments, async (cloud) => {
      await execute(cloud, PAYMENT);
      await cloud.clock.advance(DELIVERY_MILLISECONDS);

      const tables = new Set((await lakeLines(cloud)).map(({ table_name }) => table_name));
      expect(tables).toEqual(new Set(['dbo.invoices']));
    });
  });

  it('in the partition key that its mappings name', () => {
    const byInvoice = changedRules((rules) =>
      rules.map((rule) =>
        rule['rule-name'] === 'partition-invoices'
          ? {
              ...rule,
              'mapping-parameters': {
                'partition-key-type': 'attribute-name',
                'partition-key-name': 'invoice_id',
              },
            }
          : rule,
      ),
    );
    return running(byInvoice, async (cloud) => {
      const keys: string[] = [];
      cloud.cloud.dispatcher.addGate(({ action, input }) => {
        const { Records = [] } = input as { Records?: { PartitionKey: string }[] };
        if (action === 'PutRecords') keys.push(...Records.map(({ PartitionKey }) => PartitionKey));
      });
      await cloud.clock.advance(10_000);
      keys.length = 0;

      await execute(cloud, INSERTS);
      await cloud.clock.advance(10_000);

      expect(keys).toEqual(['77', '78', '79', '80', '81', '82', '83']);
    });
  });

  it.each([
    [true, 'failed'],
    [false, 'running'],
  ])('where it finds no table and FailOnNoTablesCaptured is %s', (isFailure, status) => {
    const definition = withChange(stacks, TASK, (args) => {
      const { ErrorBehavior, ...others } = JSON.parse(
        String(args['replication_task_settings']),
      ) as { ErrorBehavior: Arguments };
      args['replication_task_settings'] = JSON.stringify({
        ...others,
        ErrorBehavior: { ...ErrorBehavior, FailOnNoTablesCaptured: isFailure },
      });
      args['table_mappings'] = String(args['table_mappings']).replaceAll('"dbo"', '"nowhere"');
    });
    return running(definition, async (cloud) => {
      await cloud.clock.advance(10_000);

      const { ReplicationTasks } = await cloud.call('dms', 'DescribeReplicationTasks', {});
      expect((ReplicationTasks as { Status: string }[])[0]?.Status).toBe(status);
    });
  });
});

describe('what the laptop does not know stops the run', () => {
  it('an argument, named with its resource', async () => {
    const definition = changedMapping({ batch_colour: 'green' });

    await expect(inProcessCloud({ stacks: definition })).rejects.toThrow(
      /billing\.aws_lambda_event_source_mapping\.billing-alerts_mapping_\w+.*batch_colour/s,
    );
  });

  it('an argument inside a block', async () => {
    const definition = changedDelivery({ buffering_patience: 60 });

    await expect(inProcessCloud({ stacks: definition })).rejects.toThrow(
      /billing\.aws_kinesis_firehose_delivery_stream\.lake-delivery_\w+.*buffering_patience/s,
    );
  });

  it('a resource type, before anything starts', async () => {
    const definition = structuredClone(stacks);
    definition.find(({ name }) => name === 'network')!.resource['aws_quantum_ledger'] = {
      entangled: { name: 'x' },
    };

    await expect(inProcessCloud({ stacks: definition })).rejects.toThrow(
      'network.aws_quantum_ledger.entangled: the laptop cloud does not run aws_quantum_ledger.',
    );
  });
});
