import type { OpenAlert } from '../../../cli/alerts/list-open-alerts';
import { matches } from '../../../cli/alerts/settle-held';

const ALERT: OpenAlert = {
  alert: 'lsn/1|2022-04|bill-ready|7',
  state: 'held',
  customerId: '7',
  kind: 'bill-ready',
  period: '2022-04',
  invoiceId: '1',
  claimedAt: '2026-11-21T12:00:00.000Z',
  reason: 'More than 5 alerts',
  message: '{}',
};

describe('matches', () => {
  it.each([
    [{}, true],
    [{ customer: '7' }, true],
    [{ customer: '77' }, false],
    [{ customer: '7', month: '2022-04', kind: 'bill-ready' }, true],
    [{ customer: '7', month: '2022-05' }, false],
    [{ kind: 'usage-above-normal' }, false],
  ])('takes %j as %s', (filter, expected) => {
    expect(matches(ALERT, filter)).toBe(expected);
  });
});
