import { billingAlertsEnvironment } from '../../../wire/function-environments';
import { readEnvironment } from '../../../consumers/ports/read-environment';

const WHOLE = {
  FEED: 'billing',
  INVOICE_TABLE: 'dbo.invoices',
  TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alerts',
  LEDGER_TABLE: 'ledger',
  HISTORY_TABLE: 'history',
  QUARANTINE_BUCKET: 'bucket',
  QUARANTINE_PREFIX: 'alerts/',
  REPLICATION_TASK_ARN: 'arn:aws:dms:eu-west-1:111122223333:task:T',
  USAGE_FACTOR: '1.5',
  USAGE_THRESHOLD_KWH: '900',
  LEASE_SECONDS: '300',
  LEDGER_RETENTION_DAYS: '400',
  IN_DOUBT: 'hold',
};
const before = process.env;
afterEach(() => {
  process.env = before;
});

const readWith = (variables: Record<string, string | undefined>) => {
  process.env = { ...WHOLE, ...variables };
  return readEnvironment(billingAlertsEnvironment);
};

describe('the environment of a function', () => {
  it('is read with its numbers', () => {
    expect(readWith({ ALERTS_PER_HOUR_MAX: '50' })).toMatchObject({
      FEED: 'billing',
      USAGE_FACTOR: 1.5,
      ALERTS_PER_HOUR_MAX: 50,
    });
  });

  it.each([
    ['FEED', undefined, /FEED: .*expected string/],
    ['FEED', '', /FEED: Too small/],
    ['LEASE_SECONDS', ' ', /LEASE_SECONDS: Too small/],
    ['LEASE_SECONDS', 'soon', /LEASE_SECONDS: .*expected number/],
    ['USAGE_FACTOR', '-1', /USAGE_FACTOR: Too small/],
    ['IN_DOUBT', 'ask', /IN_DOUBT: .*"hold"\|"send-again"/],
  ])('names %s where it is %j', (name, value, problem) => {
    expect(() => readWith({ [name]: value })).toThrow(problem);
  });
});
