import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DUMMY_CREDENTIALS, findMoto, type Moto } from '../support/moto';
import { requireTool } from '../support/require-tool';
import type { OutsideServer } from '../support/start-server';
import { findTerraform, type Terraform } from '../support/terraform';
import { Deployment } from './deployment';
import { added, KIND_OF_TYPE, takeInventory, type Inventory } from './inventory';

const FEEDS = ['billing', 'people'];
const STACKS = ['network', 'lake', ...FEEDS];

/** Each test goes on from the one before it, in the order in which a user would. */
describe('the deployment of settings.ts', () => {
  requireTool(findTerraform(), (terraform) => {
    requireTool(findMoto(), (moto) => deploys(terraform, moto));
  });
});

function deploys(terraform: Terraform, moto: Moto): void {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-deploy-'));
  let server: OutsideServer;
  let env: NodeJS.ProcessEnv;
  let deployment: Deployment;
  let before: Inventory;

  beforeAll(async () => {
    server = await moto.startPatched();
    env = {
      ...terraform.env,
      ...DUMMY_CREDENTIALS,
      AWS_ENDPOINT_URL: server.url,
      CI: '1',
      FORCE_COLOR: '0',
    };
    deployment = new Deployment({ root: resolve(__dirname, '../..'), folder, env, server });
    before = takeInventory(moto.python, env);
  });

  afterAll(async () => {
    say('Steps', deployment.timings);
    say(
      'Checked only against a patch of moto',
      moto.patches().map(({ patch, resources }) => `${resources.join(', ')} (${patch})`),
    );
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const applyFeeds = () => Promise.all(FEEDS.map((feed) => deployment.apply(feed)));
  const destroyFeeds = () => Promise.all(FEEDS.map((feed) => deployment.destroy(feed)));

  it('applies the network through cdktf deploy and the lake through Terraform', async () => {
    await deployment.synthesize();

    await Promise.all([deployment.cdktf('deploy', 'network'), deployment.apply('lake')]);
  });

  it('applies the feeds on both', async () => {
    await applyFeeds();
  });

  it.each(STACKS)('has nothing left to change in %s', async (stack) => {
    await deployment.planEmpty(stack);
  });

  it('is seen by the inventory in each of its kinds', () => {
    const types = new Set(STACKS.flatMap((stack) => deployment.resourceTypes(stack)));
    const seen = added(before, takeInventory(moto.python, env));

    const unseen = [...types].filter((type) => !((KIND_OF_TYPE[type] ?? '') in seen));
    expect(unseen).toEqual([]);
  });

  it('destroys the feeds, then the lake and the network', async () => {
    await destroyFeeds();

    await Promise.all([deployment.cdktf('destroy', 'network'), deployment.destroy('lake')]);
  });

  it('leaves nothing but keys that wait for their deletion', () => {
    const after = takeInventory(moto.python, env);
    say(
      'Kept by AWS for a while',
      Object.entries(after.pending).map(([what, until]) => `${what} until ${until}`),
    );

    expect(added(before, after)).toEqual({});
    expect(Object.keys(after.pending).filter((what) => !what.startsWith('kms key '))).toEqual([]);
  });

  it('is applied again right after, under the same names, and destroyed again', async () => {
    await Promise.all([deployment.apply('network'), deployment.apply('lake')]);
    await applyFeeds();

    await destroyFeeds();
    await Promise.all([deployment.destroy('network'), deployment.destroy('lake')]);

    expect(added(before, takeInventory(moto.python, env))).toEqual({});
  });
}

function say(title: string, lines: string[]): void {
  process.stdout.write(`${title}:\n${lines.map((line) => `  ${line}\n`).join('')}`);
}
