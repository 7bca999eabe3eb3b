import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defineSettings, type Settings } from '../../settings/define-settings';
import { dynamoFeed, type DynamoFeedInput } from '../../settings/dynamo-feed';
import { DUMMY_CREDENTIALS, findMoto, type Moto } from '../support/moto';
import { requireTool } from '../support/require-tool';
import type { OutsideServer } from '../support/start-server';
import { findTerraform, type Terraform } from '../support/terraform';
import { Deployment } from './deployment';
import { added, takeInventory, type Inventory } from './inventory';

const SOURCE = '111111111111';
const LAKE = '222222222222';
const role = (account: string) => `arn:aws:iam::${account}:role/deployer`;
const DELIVERY_ROLE = `arn:aws:iam::${SOURCE}:role/tributary-dev-people-lake-delivery`;

type Accounts = NonNullable<DynamoFeedInput['accounts']>;

/** Each side as its people write it: the other side's values are told, and no role of it is known. */
function settingsOf(accounts: Partial<Accounts> = {}): Settings {
  return defineSettings({
    environment: 'development',
    region: 'eu-west-1',
    lake: { deleteDataOnDestroy: true },
    feeds: {
      people: dynamoFeed({
        table: {
          kind: 'create',
          key: { partition: { name: 'id', type: 'S' } },
          deleteDataOnDestroy: true,
        },
        columns: [{ attribute: 'jobTitle', type: 'string' }],
        accounts: {
          source: { account: SOURCE, roleArn: role(SOURCE) },
          lake: { account: LAKE, roleArn: role(LAKE) },
          ...accounts,
        },
      }),
    },
  });
}

/** Each test goes on from the one before it, in the order in which two teams would. */
describe('a DynamoDB feed whose lake is in another account', () => {
  requireTool(findTerraform(), (terraform) => {
    requireTool(findMoto(), (moto) => deploys(terraform, moto));
  });
});

function deploys(terraform: Terraform, moto: Moto): void {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-accounts-'));
  let server: OutsideServer;
  /** Each with a checkout and state of its own. */
  let [onePlace, lakeTeam, sourceTeam]: Deployment[] = [];
  let holds: (account: string) => Inventory;
  let before: Record<string, Inventory>;

  beforeAll(async () => {
    server = await moto.startPatched();
    const env = { ...terraform.env, ...DUMMY_CREDENTIALS, AWS_ENDPOINT_URL: server.url };
    const root = resolve(__dirname, '../..');
    [onePlace, lakeTeam, sourceTeam] = ['one-place', 'lake-team', 'source-team'].map(
      (who) => new Deployment({ root, folder: join(folder, who), env, server }),
    );
    holds = (account) => takeInventory(moto.python, env, role(account));
    before = { [SOURCE]: holds(SOURCE), [LAKE]: holds(LAKE) };
  });

  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const addedIn = (account: string) => added(before[account]!, holds(account));

  it('is applied from one place, the lake first', async () => {
    onePlace!.synthesizeOf(settingsOf());
    await Promise.all([onePlace!.apply('people-lake'), onePlace!.apply('people-network')]);
    await onePlace!.apply('people');

    await planEmpty(onePlace!);
  });

  it('stands where it belongs: the lake in its account, what moves changes in the other', () => {
    const lake = addedIn(LAKE);
    const source = addedIn(SOURCE);

    expect(Object.keys(lake).sort()).toEqual([
      'athena workgroup',
      'bucket',
      'glue database',
      'glue table',
      'kms alias',
      'kms key',
    ]);
    expect(lake['bucket']).toEqual([`tributary-dev-people-lake-${LAKE}-eu-west-1`]);
    expect(source['bucket']).toEqual([`tributary-dev-people-exports-${SOURCE}-eu-west-1`]);
    expect(source).toMatchObject({
      table: ['tributary-dev-people-items'],
      stream: ['tributary-dev-people-changes'],
      'delivery stream': ['tributary-dev-people-lake'],
      function: ['tributary-dev-people-flatten-item-changes'],
    });
  });

  it('is destroyed, the source first, and leaves nothing on either side', async () => {
    await onePlace!.destroy('people');
    await Promise.all([onePlace!.destroy('people-lake'), onePlace!.destroy('people-network')]);

    expect([addedIn(SOURCE), addedIn(LAKE)]).toEqual([{}, {}]);
  });

  it('is applied by the team of the lake, who know no more of the other than its account', async () => {
    lakeTeam!.synthesizeOf(settingsOf({ deploy: 'lake', source: { account: SOURCE } }));

    expect(lakeTeam!.stacks()).toEqual(['people-lake']);
    await lakeTeam!.apply('people-lake');
    await planEmpty(lakeTeam!);
  });

  it('is applied by the team of the source, who are told the lake', async () => {
    const lake = (await lakeTeam!.output('people-lake', 'exchange')) as Accounts['lake'];
    sourceTeam!.synthesizeOf(settingsOf({ deploy: 'source', lake }));

    expect(sourceTeam!.stacks()).toEqual(['people', 'people-network']);
    await sourceTeam!.apply('people-network');
    await sourceTeam!.apply('people');
    await planEmpty(sourceTeam!);
  });

  it('tells the team of the lake the role that its policies name', async () => {
    expect(await sourceTeam!.output('people', 'exchange')).toEqual({
      account: SOURCE,
      deliveryRoleArn: DELIVERY_ROLE,
    });
    expect(lakeTeam!.synthesizedText('people-lake')).toContain(
      JSON.stringify({ 'aws:PrincipalArn': DELIVERY_ROLE }).replaceAll('"', '\\"'),
    );
  });

  it('is destroyed by both teams, the source first', async () => {
    await sourceTeam!.destroy('people');
    await Promise.all([sourceTeam!.destroy('people-network'), lakeTeam!.destroy('people-lake')]);

    expect([addedIn(SOURCE), addedIn(LAKE)]).toEqual([{}, {}]);
  });
}

function planEmpty(deployment: Deployment): Promise<unknown> {
  return Promise.all(deployment.stacks().map((stack) => deployment.planEmpty(stack)));
}
