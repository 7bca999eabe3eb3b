import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineSettings, type SettingsInput } from '../../settings/define-settings';
import { synthesize } from '../../stacks/synthesize';
import { requireTool } from '../support/require-tool';
import { FIXTURE_CONSUMERS, settingsInput, type SynthesizedStack } from '../support/synthesized';
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

const PROGRAMS = {
  defaults: settingsInput(),
  variations: settingsInput(
    { environment: 'production', network: VPC, account: '123456789012' },
    {
      delivery: { form: 'raw', compression: 'UNCOMPRESSED' },
      stream: { capacity: { mode: 'provisioned', shards: 2 } },
      replication: { accountRoles: 'adopt' },
      alerts: { invoiceTable: 'dbo.invoices', recipients: 'contacts' },
      operators: { emails: ['operators@example.com'] },
    },
  ),
};

const MOCKED_TEST = `
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_vpc" {
    defaults = { id = "vpc-0abc", enable_dns_support = true, enable_dns_hostnames = true }
  }
}
run "plan" {
  command = plan
}
`;

/** What the other stacks would have put out: ARNs are checked for their form, so they have one. */
function otherStates(folder: string): string {
  const text = readFileSync(join(folder, 'cdk.tf.json'), 'utf8');
  const { data } = JSON.parse(text) as SynthesizedStack;
  return Object.keys(data['terraform_remote_state'] ?? {})
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

describe.each(Object.entries(PROGRAMS))('Terraform with %s', (_, input) => {
  requireTool(findTerraform(), (terraform) => {
    const outdir = mkdtempSync(join(tmpdir(), 'tributary-synth-'));

    beforeAll(() => {
      synthesize(defineSettings(input), { outdir, consumersFolder: FIXTURE_CONSUMERS });
    });
    afterAll(() => rmSync(outdir, { recursive: true }));

    it.each(['network', 'lake', 'billing'])('accepts the stack %s', (id) => {
      const folder = join(outdir, 'stacks', id);
      initialize(terraform, folder);

      expect(terraform.run(folder, ['validate', '-no-color'])).toMatchObject({ status: 0 });
    });

    it.each(['network', 'lake', 'billing'])(
      'plans the stack %s against a mocked provider',
      (id) => {
        const folder = join(outdir, 'stacks', id);
        initialize(terraform, folder);
        writeFileSync(join(folder, 'plan.tftest.hcl'), otherStates(folder) + MOCKED_TEST);

        const { status, output } = terraform.run(folder, ['test', '-no-color']);

        expect(output).toContain('1 passed, 0 failed');
        expect(status).toBe(0);
      },
    );
  });
});

function initialize(terraform: Terraform, folder: string): void {
  if (existsSync(join(folder, '.terraform'))) return;
  const { status, output } = terraform.run(folder, ['init', '-backend=false', '-input=false']);
  if (status !== 0) throw new Error(`terraform init in ${folder}: ${output}`);
}
