import { scratchProject, type ScratchProject } from '../../support/scratch-project';

let project: ScratchProject;

beforeEach(() => {
  project = scratchProject();
});
afterEach(() => {
  project.remove();
});

interface Found {
  calls: number;
  refused: { action: string; side: string; stack: string; policy: string }[];
}

describe('tributary permissions --preflight', () => {
  it('ends with 0 and one line where the policies allow every call', async () => {
    const { code, out } = await project.run(['permissions', '--preflight']);

    expect({ code, lines: out.trimEnd().split('\n') }).toEqual({
      code: 0,
      lines: [expect.stringMatching(/^\d+ calls, account \d{12}: the policies allow every one$/)],
    });
  });

  it('ends with 1 and names the policy that lacks the statement, in words and as JSON', async () => {
    project.edit('stacks/constructs/topic-grants.ts', "'sns:Publish'", "'sns:Subscribe'");

    const told = await project.run(['permissions', '--preflight', '--feed', 'billing']);
    const json = await project.run(['permissions', '--preflight', '--feed', 'billing', '--json']);

    expect([told.code, json.code]).toEqual([1, 1]);
    expect(told.out).toMatch(
      /^account \d{12}, stack billing: policies of role billing\.aws_iam_role\.\S+: no statement allows sns:Publish to arn:aws:iam::\d{12}:role\/\S+ on arn:aws:sns:/m,
    );
    const { calls, refused } = JSON.parse(json.out) as Found;
    expect(calls).toBeGreaterThan(refused.length);
    expect(refused).toContainEqual(
      expect.objectContaining({ action: 'sns:Publish', side: 'account', stack: 'billing' }),
    );
  });
});
