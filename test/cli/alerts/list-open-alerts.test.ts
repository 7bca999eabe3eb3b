import { openAlert } from '../../../cli/alerts/list-open-alerts';
import { alertsText } from '../../../cli/commands/alerts';

const NOW = Date.parse('2026-01-02T03:04:05.000Z');
const item = (attributes: Record<string, string>) =>
  Object.fromEntries(
    Object.entries({ alert: 'a', customer_id: '7', kind: 'bill-ready', ...attributes }).map(
      ([name, S]) => [name, { S }],
    ),
  );

describe('openAlert', () => {
  it('leaves out what is being sent', () => {
    const claimed = item({ state: 'claimed', lease_until: '2026-01-02T03:04:06.000Z' });

    expect(openAlert(claimed, NOW)).toEqual([]);
  });

  it('takes an expired claim as in doubt', () => {
    const claimed = item({ state: 'claimed', lease_until: '2026-01-02T03:04:04.000Z' });

    expect(openAlert(claimed, NOW)).toMatchObject([{ state: 'in-doubt', customerId: '7' }]);
  });

  it('lists what is held for a release', () => {
    const held = item({ state: 'held', reason: 'More than 5 alerts' });

    expect(openAlert(held, NOW)).toMatchObject([{ state: 'held', reason: 'More than 5 alerts' }]);
  });

  it('lists what was not alerted with its reason', () => {
    const held = item({ state: 'not-alerted', reason: 'it came by a load' });

    expect(openAlert(held, NOW)).toMatchObject([
      { state: 'not-alerted', reason: 'it came by a load' },
    ]);
  });
});

describe('alertsText', () => {
  it('says that nothing waits', () => {
    expect(alertsText([])).toBe('No alert is in doubt, none is held, and none was left out.');
  });

  it('counts each kind', () => {
    const open = openAlert(item({ state: 'in-doubt', reason: 'a crash' }), NOW);

    expect(alertsText(open)).toContain('1 in doubt, 0 held, 0 not alerted.');
  });
});
