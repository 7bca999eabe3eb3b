import { scratchProject, type Ran } from '../support/scratch-project';

/** The laptop cloud starts once, with two accounts beside its own. */

describe('the demo of a feed whose lake is in another account', () => {
  const project = scratchProject();
  let ran: Ran;

  beforeAll(async () => {
    project.edit(
      'settings.ts',
      'people: dynamoFeed({',
      `people: dynamoFeed({
      accounts: {
        source: { account: '111111111111', roleArn: 'arn:aws:iam::111111111111:role/deployer' },
        lake: { account: '222222222222', roleArn: 'arn:aws:iam::222222222222:role/deployer' },
      },`,
    );
    ran = await project.run(['demo', 'dynamodb', '--rows', '50', '--fast', '120']);
  });

  afterAll(() => {
    project.remove();
  });

  it('holds', () => {
    expect(ran.out).toContain('All of it holds');
    expect(ran.code).toBe(0);
  });

  it("has its files in the lake's account", () => {
    expect(ran.out).toContain(
      's3/tributary-dev-people-lake-222222222222-eu-west-1/people/changes/',
    );
  });
});
