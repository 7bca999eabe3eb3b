import { feedLag, type ChangeTimes } from '../../../cli/lag/feed-lag';
import { lagText } from '../../../cli/lag/lag-text';
import { spreadOf } from '../../../cli/lag/spread';

const BILLING = { feed: 'billing', kind: 'sqlserver' } as const;

/** Committed at 0; the rest in milliseconds after it. */
function change(
  [read, arrived, queryable]: [number, number, number],
  alerted?: number,
): ChangeTimes {
  return { committed: 0, read, arrived, queryable, alerted };
}

const HISTORY = [
  change([400, 500, 30_500], 800),
  change([600, 650, 31_650]),
  change([1000, 1200, 61_200], 1300),
];

describe('spreadOf', () => {
  it('takes the values at the nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);

    expect(spreadOf(hundred)).toEqual({
      medianMilliseconds: 50,
      p99Milliseconds: 99,
      changes: 100,
    });
  });

  it('of one value is that value, of none nothing', () => {
    expect(spreadOf([7])).toEqual({ medianMilliseconds: 7, p99Milliseconds: 7, changes: 1 });
    expect(spreadOf([])).toBeUndefined();
  });
});

describe('feedLag', () => {
  it('splits the way of rows by stage', () => {
    expect(feedLag(BILLING, 15, HISTORY)).toEqual({
      feed: 'billing',
      minutes: 15,
      commitToQueryable: { medianMilliseconds: 31_650, p99Milliseconds: 61_200, changes: 3 },
      stages: [
        { stage: 'source to DMS', lag: spread(600, 1000, 3) },
        { stage: 'DMS to stream', lag: spread(100, 200, 3) },
        { stage: 'stream to lake', lag: spread(31_000, 60_000, 3) },
        { stage: 'stream to alert', lag: spread(100, 300, 2) },
      ],
    });
  });

  it('has a stage less for items, and none that was not seen', () => {
    const items: ChangeTimes[] = [
      { committed: 0, read: undefined, arrived: 40, queryable: 60_040, alerted: undefined },
    ];

    expect(
      feedLag({ feed: 'people', kind: 'dynamodb' }, 15, items).stages.map(({ stage }) => stage),
    ).toEqual(['table to stream', 'stream to lake']);
  });

  it('is told as one figure and its parts', () => {
    expect(lagText(feedLag(BILLING, 15, HISTORY))).toBe(
      'billing: commit to queryable 31.65 s at the median, 61.20 s at 99 % (3 changes of the last 15 minutes)\n' +
        '  stage                median   99 %     changes\n' +
        '  source to DMS        0.60 s   1.00 s         3\n' +
        '  DMS to stream        0.10 s   0.20 s         3\n' +
        '  stream to lake       31.00 s  60.00 s        3\n' +
        '  stream to alert      0.10 s   0.30 s         2\n' +
        '  commit to queryable  31.65 s  61.20 s        3',
    );
  });

  it('says that nothing was to be seen', () => {
    expect(lagText(feedLag(BILLING, 5, []))).toBe('billing: no change in the last 5 minutes');
  });
});

function spread(medianMilliseconds: number, p99Milliseconds: number, changes: number) {
  return { medianMilliseconds, p99Milliseconds, changes };
}
