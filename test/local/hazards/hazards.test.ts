import { chance } from '../../../local/chance';
import { HAZARD_NAMES, HAZARDS, HAZARDS_OF_ALL } from '../../../local/hazards/hazard-catalogue';
import { drawnHazards, NO_HAZARDS } from '../../../local/hazards/hazards';

const draws = (names: readonly ('s3-slow-down' | 'sns-throttled')[], seed = 'seed') => {
  const hazards = drawnHazards(new Set(names), chance(seed));
  return Array.from({ length: 300 }, () => hazards.strikes('s3-slow-down'));
};

describe('drawn hazards', () => {
  it('repeat themselves with their seed', () => {
    expect(draws(['s3-slow-down'])).toEqual(draws(['s3-slow-down']));
    expect(draws(['s3-slow-down'])).not.toEqual(draws(['s3-slow-down'], 'other'));
  });

  it('move no other hazard when one more is on', () => {
    const hazards = drawnHazards(new Set(['s3-slow-down', 'sns-throttled']), chance('seed'));
    const both = Array.from({ length: 300 }, () => {
      hazards.strikes('sns-throttled');
      return hazards.strikes('s3-slow-down');
    });

    expect(both).toEqual(draws(['s3-slow-down']));
  });

  it('count how often each that is on has struck', () => {
    const hazards = drawnHazards(new Set(['clock-skew', 's3-slow-down']), chance('seed'));
    hazards.strikes('clock-skew');
    hazards.strikes('clock-skew');
    hazards.strikes('sns-throttled');

    expect([...hazards.struck()]).toEqual([
      ['clock-skew', 2],
      ['s3-slow-down', 0],
    ]);
  });

  it('strike about as often as their catalogue says', () => {
    const strikes = draws(['s3-slow-down']).filter(Boolean).length;

    expect(strikes).toBeGreaterThan(2);
    expect(strikes).toBeLessThan(30);
  });
});

describe('the hazards of a run without any', () => {
  it('never strike', () => {
    expect(HAZARD_NAMES.some((name) => NO_HAZARDS.strikes(name))).toBe(false);
  });
});

describe('the catalogue', () => {
  it('gives each hazard a page of the vendor and one sentence', () => {
    for (const { page, what } of Object.values(HAZARDS)) {
      expect(page).toMatch(/^https:\/\/((docs\.)?aws\.amazon\.com|repost\.aws)\//);
      expect(what).toMatch(/^[^.]*(Runtime\.ExitError|Sandbox\.Timedout)?[^.]*\.$/);
    }
  });

  it('leaves out of all those that only an operator mends', () => {
    const alone = HAZARD_NAMES.filter((name) => !HAZARDS_OF_ALL.includes(name));

    expect(alone).toEqual(['lambda-mapping-expires', 'dms-log-truncated']);
  });
});
