import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineSettings, type SettingsInput } from '../../settings/define-settings';
import { synthesize } from '../../stacks/synthesize';
import { requireTool } from '../support/require-tool';
import {
  FIXTURE_CONSUMERS,
  itemSettingsInput,
  LAKE_ACCOUNT,
  settingsInput,
  SOURCE_ACCOUNT,
  TWO_ACCOUNTS,
  type SynthesizedStack,
} from '../support/synthesized';
import { findTerraform, type Terraform } from '../support/terraform';

jest.setTimeout(300_000);

const VPC: NonNullable<SettingsInput['network']> = {
  kind: 'existing',
  vpcId: 'vpc-0abc',
  subnetIds: ['subnet-0a', 'subnet-0b'],
  routeTableIds: ['rtb-0a'],
  endpoints: { s3: 'create', logs: { useSecurityGroupId: 'sg-0abc' }, kinesisStreams: 'skip' },
  internetEgress: true,
};

const EXISTING = {
  kind: 'existing',
  name: 'Orders',
  key: { partition: { name: 'id', type: 'S' }, sort: { name: 'at "${x}"', type: 'N' } },
} as const;

interface Program {
  input: SettingsInput;
  stacks: string[];
}

const PROGRAMS: Record<string, Program> = {
  defaults: { input: settingsInput(), stacks: ['network', 'lake', 'billing'] },
  variations: {
    stacks: ['network', 'lake', 'billing'],
    input: settingsInput(
      { environment: 'production', network: VPC, account: '123456789012' },
      {
        delivery: { form: 'raw', compression: 'UNCOMPRESSED' },
        stream: { capacity: { mode: 'provisioned', shards: 2 } },
        replication: { accountRoles: 'adopt' },
        alerts: { invoiceTable: 'dbo.invoices', recipients: 'contacts' },
        operators: { emails: ['operators@example.com'] },
      },
    ),
  },
  'a DynamoDB feed': { input: itemSettingsInput(), stacks: ['people'] },
  'a DynamoDB feed with all that settings offer': {
    input: itemSettingsInput(
      { lake: { replica: { region: 'eu-central-1' } } },
      { table: EXISTING, crawler: true, registerWithLakeFormation: true },
    ),
    stacks: ['lake', 'people'],
  },
  'a DynamoDB feed across accounts': {
    input: itemSettingsInput({}, { accounts: TWO_ACCOUNTS }),
    stacks: ['people-network', 'people-lake', 'people'],
  },
  'the source of a DynamoDB feed alone': {
    input: itemSettingsInput(
      {},
      {
        accounts: {
          source: { account: SOURCE_ACCOUNT },
          lake: {
            account: LAKE_ACCOUNT,
            bucket: 'some-lake',
            keyArn: `arn:aws:kms:eu-west-1:${LAKE_ACCOUNT}:key/0abc`,
          },
          deploy: 'source',
        },
      },
    ),
    stacks: ['people'],
  },
};

const MOCKED_DATA = `
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_vpc" {
    defaults = { id = "vpc-0abc", enable_dns_support = true, enable_dns_hostnames = true }
  }
  mock_data "aws_dynamodb_table" {
    defaults = {
      arn       = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders"
      hash_key  = "id"
      range_key = "at \\"$\${x}\\""
      attribute = [{ name = "id", type = "S" }, { name = "at \\"$\${x}\\"", type = "N" }]
    }
  }
`;
const MOCKED_TEST = `
mock_provider "aws" {${MOCKED_DATA}}
mock_provider "aws" {
  alias = "replica"
}
run "plan" {
  command = plan
}
`;

/** What the other stacks would have put out: ARNs are checked for their form, so they have one. */
function otherStates(folder: string): string {
  const text = readFileSync(join(folder, 'cdk.tf.json'), 'utf8');
  const { data } = JSON.parse(text) as Partial<SynthesizedStack>;
  return Object.keys(data?.['terraform_remote_state'] ?? {})
    .map((name) => {
      const outputs = [...text.matchAll(new RegExp(`${name}\\.outputs\\.([\\w-]+)`, 'g'))].map(
        ([, output = '']) => [output, output.endsWith('arn') ? SOME_ARN : output],
      );
      const values = JSON.stringify({ outputs: Object.fromEntries(outputs) as object });
      return `override_data {\n  target = data.terraform_remote_state.${name}\n  values = ${values}\n}\n`;
    })
    .join('');
}

const SOME_ARN = 'arn:aws:s3:::some-bucket';

describe.each(Object.entries(PROGRAMS))('Terraform with %s', (_, { input, stacks }) => {
  requireTool(findTerraform(), (terraform) => {
    const outdir = mkdtempSync(join(tmpdir(), 'tributary-synth-'));

    beforeAll(() => {
      synthesize(defineSettings(input), { outdir, consumersFolder: FIXTURE_CONSUMERS });
    });
    afterAll(() => rmSync(outdir, { recursive: true }));

    it.each(stacks)('accepts the stack %s', (id) => {
      const folder = join(outdir, 'stacks', id);
      initialize(terraform, folder);

      expect(terraform.run(folder, ['validate', '-no-color'])).toMatchObject({ status: 0 });
    });

    it.each(stacks)('plans the stack %s against a mocked provider', (id) => {
      const folder = join(outdir, 'stacks', id);
      initialize(terraform, folder);
      writeFileSync(join(folder, 'plan.tftest.hcl'), otherStates(folder) + MOCKED_TEST);

      const { status, output } = terraform.run(folder, ['test', '-no-color']);

      expect(output).toContain('1 passed, 0 failed');
      expect(status).toBe(0);
    });
  });
});

describe('Terraform with a table whose key is another than the settings say', () => {
  requireTool(findTerraform(), (terraform) => {
    const outdir = mkdtempSync(join(tmpdir(), 'tributary-synth-'));
    afterAll(() => rmSync(outdir, { recursive: true }));

    it.each([
      ['its sort key', 'range_key = "at', 'range_key = "then'],
      ['the type of its partition key', 'name = "id", type = "S"', 'name = "id", type = "N"'],
    ])('plans nothing for %s, and says what to do', (_, said, found) => {
      const input = itemSettingsInput({}, { table: EXISTING });
      synthesize(defineSettings(input), { outdir, consumersFolder: FIXTURE_CONSUMERS });
      const folder = join(outdir, 'stacks', 'people');
      initialize(terraform, folder);
      const mocked = MOCKED_TEST.replace(/range_key +=/, 'range_key =').replace(said, found);
      writeFileSync(join(folder, 'plan.tftest.hcl'), otherStates(folder) + mocked);

      const { status, output } = terraform.run(folder, ['test', '-no-color']);

      expect(mocked).toContain(found);
      expect(status).toBe(1);
      expect(output.replace(/\s+/g, ' ')).toContain(
        'The table Orders has another key than feeds.people.table.key in the settings.',
      );
    });
  });
});

function initialize(terraform: Terraform, folder: string): void {
  if (existsSync(join(folder, '.terraform'))) return;
  const { status, output } = terraform.run(folder, ['init', '-backend=false', '-input=false']);
  if (status !== 0) throw new Error(`terraform init in ${folder}: ${output}`);
}
