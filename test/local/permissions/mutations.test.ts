import { plannedCalls } from '../../../cli/permissions/planned-calls';
import { callerText } from '../../../cli/permissions/preflight';
import { predictDefinition } from '../../../cli/permissions/predict-definition';
import { LAPTOP_ACCOUNT } from '../../../local/accounts';
import { AWS_ONLY, awsOnly } from '../../../local/permissions/aws-only.data';
import { decide, type AccessRequest, type Policies } from '../../../local/permissions/decide';
import type { Policy } from '../../../local/permissions/policy';
import { refusalText } from '../../../local/permissions/refusal-text';
import { FEEDS, type RecordedFeed } from '../../support/recorded-feeds';
import { everyMutant, mutated, type Mutant } from './mutations';

const RECORDING_MILLISECONDS = 120_000;

const feeds: RecordedFeed[] = [];

beforeAll(async () => {
  for (const { record } of FEEDS) feeds.push(await record());
}, RECORDING_MILLISECONDS);

/** The first refusal that a run with the changed policy would have met. */
function refusalOf({ calls }: RecordedFeed, mutant: Mutant): string | undefined {
  for (const call of calls) {
    const policies = mutated(call, mutant);
    if (policies === undefined) continue;
    const decision = decide(call.request, policies);
    if (!decision.allowed) return refusalText(call.request, decision);
  }
  return undefined;
}

function described({ policy, statement, action, kind }: Mutant): string {
  return `${action} ${kind} in ${statement.id} of ${policy}`;
}

function isAwsOnly({ policy, statement, action }: Mutant): boolean {
  return awsOnly(policy, statement.id, action) !== undefined;
}

describe('a run without one of the rights that it has', () => {
  it('is refused with a message that names the missing action, or only AWS uses the right', () => {
    const mutants = everyMutant(feeds).map(({ mutant }) => mutant);
    const survivors = mutants.filter(
      (mutant) =>
        !isAwsOnly(mutant) && feeds.every((feed) => refusalOf(feed, mutant) === undefined),
    );

    expect(survivors.map(described)).toEqual([]);
  });

  it('is told the action that it lacks, in the words of AWS', () => {
    const unnamed = everyMutant(feeds).flatMap(({ feed, mutant }) => {
      const refusal = refusalOf(feed, mutant);
      if (refusal === undefined || mutant.action.endsWith('*')) return [];
      return refusal.includes(`is not authorized to perform: ${mutant.action} on resource: `)
        ? []
        : [`${described(mutant)}: ${refusal}`];
    });

    expect(unnamed).toEqual([]);
    expect(everyMutant(feeds).length).toBeGreaterThan(150);
  });
});

/** People ask more than this, of what has no policy of its own: only their identity is asked there. */
const HAVE_POLICIES = /^(kms|lambda|s3|sns):/;
/** A bucket that is not there has no policy yet; tags are put by the recording alone. */
const BESIDE = /(s3:CreateBucket|s3:PutObjectTagging)$/;

function question(request: AccessRequest): string {
  return `${callerText(request)} ${request.action}`;
}

describe('the calls of a run', () => {
  it('are all asked by the preflight, before there is a run', () => {
    const unasked = feeds.flatMap(({ name, stacks, calls }) => {
      const planned = plannedCalls(predictDefinition(stacks, LAPTOP_ACCOUNT));
      const asked = new Set(planned.map(({ request }) => question(request)));
      return calls
        .map(({ request }) => request)
        .filter(
          ({ principal, action }) => principal.kind !== 'account' || HAVE_POLICIES.test(action),
        )
        .map(question)
        .filter((each) => !asked.has(each) && !BESIDE.test(each))
        .map((each) => `${name}: ${each}`);
    });

    expect([...new Set(unasked)]).toEqual([]);
  });
});

describe('the list of rights that only AWS uses', () => {
  it('has no entry that the laptop needs', () => {
    const needed = everyMutant(feeds)
      .filter(({ feed, mutant }) => isAwsOnly(mutant) && refusalOf(feed, mutant) !== undefined)
      .map(({ mutant }) => described(mutant));

    expect(needed).toEqual([]);
  });

  it('has no entry that no policy grants', () => {
    const granted = everyMutant(feeds).map(({ mutant }) => mutant);
    const idle = AWS_ONLY.flatMap((entry) =>
      entry.actions
        .filter(
          (action) =>
            !granted.some(
              ({ policy, statement, action: given }) =>
                given === action && awsOnly(policy, statement.id, action) === entry,
            ),
        )
        .map((action) => `${action} of ${entry.statement}`),
    );

    expect(idle).toEqual([]);
  });
});

describe('a Deny', () => {
  /** With the policies as they are and without the statement. */
  function bothWays(request: AccessRequest, policies: Policies, id: string) {
    const without = (policy: Policy): Policy => ({
      ...policy,
      statements: policy.statements.filter((statement) => statement.id !== id),
    });
    const { identity, resource } = policies;
    const fewer = {
      identity: identity.map(without),
      ...(resource !== undefined && { resource: without(resource) }),
    };
    const { why, by } = decide(request, policies);
    return {
      why,
      statements: by.map(({ statement }) => statement),
      without: decide(request, fewer),
    };
  }

  it.each([
    ['DenyPlainText', 's3:PutObject'],
    ['DenyPlainTextPublish', 'sns:Publish'],
  ])('%s keeps out a call that passes only without it', (id, action) => {
    const call = feeds
      .flatMap(({ calls }) => calls)
      .find(
        ({ request, policies }) =>
          request.action === action &&
          policies.resource?.statements.some((statement) => statement.id === id),
      )!;
    const request = {
      ...call.request,
      context: { ...call.request.context, 'aws:securetransport': ['false'] },
    };

    expect(bothWays(request, call.policies, id)).toMatchObject({
      why: 'explicit-deny',
      statements: [id],
      without: { allowed: true },
    });
  });

  it('PublishSmsOnly keeps a function that sends SMS from a topic', () => {
    const call = feeds
      .flatMap(({ calls }) => calls)
      .find(({ request }) => request.action === 'sns:Publish' && request.resource.startsWith('+'))!;
    const topic = 'arn:aws:sns:eu-west-1:000000000000:tributary-dev-billing-alerts';

    const tried = bothWays({ ...call.request, resource: topic }, call.policies, 'PublishSmsOnly');

    expect(tried).toMatchObject({
      why: 'explicit-deny',
      statements: ['PublishSmsOnly'],
      without: { allowed: true },
    });
  });

  it('has one of these calls for each that the policies hold', () => {
    const denies = feeds.flatMap(({ policies }) =>
      policies.flatMap(({ statements }) =>
        statements.filter(({ effect }) => effect === 'Deny').map(({ id }) => id),
      ),
    );

    expect([...new Set(denies)].sort()).toEqual([
      'DenyPlainText',
      'DenyPlainTextPublish',
      'PublishSmsOnly',
    ]);
  });
});
