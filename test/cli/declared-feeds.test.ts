import { feedOfKind, namedFeed, type DeclaredFeed } from '../../cli/declared-feeds';
import { demoFeed } from '../../cli/demo/demo-feed';
import { UserError } from '../../cli/user-error';

const BILLING: DeclaredFeed = { id: 'billing', kind: 'sqlserver' };
const METERS: DeclaredFeed = { id: 'meters', kind: 'sqlserver' };
const PEOPLE: DeclaredFeed = { id: 'people', kind: 'dynamodb' };

function mistake(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
  throw new Error('Expected a mistake');
}

describe('namedFeed', () => {
  it('names the feeds there are where the name is none of them', () => {
    expect(mistake(() => namedFeed('water', [BILLING, PEOPLE]))).toBe(
      'There is no feed "water" in settings.ts; it has billing, people.',
    );
  });
});

describe('feedOfKind', () => {
  it('takes the only feed of the kind', () => {
    expect(feedOfKind('sqlserver', undefined, [PEOPLE, BILLING])).toBe('billing');
    expect(feedOfKind('dynamodb', undefined, [BILLING, PEOPLE])).toBe('people');
  });

  it('takes the feed named', () => {
    expect(feedOfKind('sqlserver', 'meters', [BILLING, METERS, PEOPLE])).toBe('meters');
  });

  it.each<[string, () => unknown, string]>([
    [
      'several of the kind',
      () => feedOfKind('sqlserver', undefined, [BILLING, PEOPLE, METERS]),
      'settings.ts has 2 SQL Server feeds; choose one with --feed: billing, meters.',
    ],
    [
      'none of the kind',
      () => feedOfKind('dynamodb', undefined, [BILLING]),
      'This command needs a DynamoDB feed, and settings.ts has none.',
    ],
    [
      'one of another kind',
      () => feedOfKind('sqlserver', 'people', [BILLING, PEOPLE]),
      'Feed "people" is no SQL Server feed, which this command needs; settings.ts has billing.',
    ],
    [
      'one of another kind where there is none of this',
      () => feedOfKind('dynamodb', 'billing', [BILLING]),
      'Feed "billing" is no DynamoDB feed, which this command needs; settings.ts has none.',
    ],
  ])('says what to do with %s', (_, work, message) => {
    expect(mistake(work)).toBe(message);
  });
});

describe('demoFeed', () => {
  it.each<[string | undefined, string]>([
    [undefined, 'billing'],
    ['dynamodb', 'people'],
    ['sqlserver', 'billing'],
    ['people', 'people'],
    ['meters', 'meters'],
  ])('shows of %s the feed %s', (what, feed) => {
    expect(demoFeed(what, [PEOPLE, BILLING, METERS])).toBe(feed);
  });

  it('shows the DynamoDB feed where there is no other', () => {
    expect(demoFeed(undefined, [PEOPLE])).toBe('people');
  });

  it('names what there is', () => {
    expect(mistake(() => demoFeed('oracle', [BILLING, PEOPLE]))).toBe(
      'There is no feed or kind "oracle" in settings.ts; it has billing (sqlserver), people (dynamodb).',
    );
  });
});
