import * as fc from 'fast-check';
import { decide } from '../../local/permissions/decide';
import { readPolicy } from '../../local/permissions/policy';
import { requireTool } from '../support/require-tool';
import { callTargets } from './call-targets';
import { generatedAccess } from './generated-access';
import { findSimulator, type AccessCase, type Verdict } from './simulate-access';

/** `RUNS=200000 npm run peers -- iam-simulate` looks longer. */
const RUNS = Number(process.env['RUNS'] ?? 5000);
const VERDICTS: readonly Verdict[] = ['Allowed', 'ImplicitlyDenied', 'ExplicitlyDenied'];

function ownVerdict({ request, identity, boundary, resource }: AccessCase): Verdict {
  const read = (name: string, policy: object) => readPolicy(name, JSON.stringify(policy));
  const { allowed, why } = decide(request, {
    identity: identity.map((policy, index) => read(`identity ${index}`, policy)),
    ...(boundary && { boundary: read('boundary', boundary) }),
    ...(resource && { resource: read('resource', resource) }),
  });
  if (allowed) return 'Allowed';
  return why === 'explicit-deny' ? 'ExplicitlyDenied' : 'ImplicitlyDenied';
}

describe('iam-simulate', () => {
  requireTool(findSimulator(), (simulate) => {
    it(
      'decides as ours on the calls of the feeds, whatever the policies',
      async () => {
        const targets = await callTargets(simulate);
        const seen: Verdict[] = [];

        await fc.assert(
          fc.asyncProperty(generatedAccess(targets), async (asked) => {
            const verdict = ownVerdict(asked);
            seen.push(verdict);
            expect(await simulate(asked)).toBe(verdict);
          }),
          { numRuns: RUNS },
        );

        expect(targets.length).toBeGreaterThan(60);
        for (const verdict of VERDICTS)
          expect(seen.filter((each) => each === verdict).length).toBeGreaterThan(RUNS / 10);
      },
      RUNS * 30,
    );
  });
});
