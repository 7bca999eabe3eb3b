import type { FeedStacks } from '../../../cli/feed-stacks';
import { refuseUndeletable } from '../../../cli/steps/refuse-undeletable';
import { defineSettings, type SettingsInput } from '../../../settings/define-settings';
import { dynamoFeed } from '../../../settings/dynamo-feed';
import { settingsInput } from '../../support/synthesized';

const KEY = { partition: { name: 'id', type: 'S' } } as const;
const SHARED: FeedStacks = {
  feeds: ['people'],
  lakes: [],
  networks: [],
  shared: ['network', 'lake'],
};

function settings(given: Partial<SettingsInput>) {
  return defineSettings({
    environment: 'production',
    region: 'eu-west-1',
    feeds: { people: dynamoFeed({ table: { kind: 'create', key: KEY } }) },
    ...given,
  });
}

/** The settings that the message asks to be set. */
function closedKeys(given: Partial<SettingsInput>, feeds: string[], stacks: FeedStacks): string[] {
  try {
    refuseUndeletable(settings(given), feeds, stacks);
    return [];
  } catch (error) {
    const [, keys = ''] =
      /do not allow: (.*)\. Set them to true/.exec((error as Error).message) ?? [];
    return keys.split(', ');
  }
}

describe('refuseUndeletable', () => {
  it('names every key that is not given', () => {
    expect(closedKeys({}, ['people'], SHARED)).toEqual([
      'allowDataDeletion',
      'lake.deleteDataOnDestroy',
      'feeds.people.table.deleteDataOnDestroy',
    ]);
  });

  it("asks a SQL Server feed for its database's and alerts' keys", () => {
    const { billing } = settingsInput().feeds;

    expect(
      closedKeys(
        {
          allowDataDeletion: true,
          lake: { deleteDataOnDestroy: true },
          feeds: { billing: billing! },
        },
        ['billing'],
        { ...SHARED, feeds: ['billing'] },
      ),
    ).toEqual([
      'feeds.billing.database.deleteDataOnDestroy',
      'feeds.billing.alerts.deleteDataOnDestroy',
    ]);
  });

  it('asks for the keys of the side alone that these settings deploy', () => {
    const source = { feeds: ['people'], lakes: [], networks: ['people-network'], shared: [] };
    const lake = { feeds: [], lakes: ['people-lake'], networks: [], shared: [] };

    expect(closedKeys({ allowDataDeletion: true }, ['people'], source)).toEqual([
      'feeds.people.table.deleteDataOnDestroy',
    ]);
    expect(closedKeys({ allowDataDeletion: true }, ['people'], lake)).toEqual([
      'lake.deleteDataOnDestroy',
    ]);
  });

  it('lets pass what every key allows', () => {
    const people = dynamoFeed({ table: { kind: 'create', key: KEY, deleteDataOnDestroy: true } });

    expect(
      closedKeys(
        { allowDataDeletion: true, lake: { deleteDataOnDestroy: true }, feeds: { people } },
        ['people'],
        SHARED,
      ),
    ).toEqual([]);
  });
});
