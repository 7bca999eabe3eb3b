import type { Caller } from '../../endpoint/dispatch';

/** The person at the keyboard: whoever calls with credentials that nobody issued. */
export function operatorCaller(account: string): Caller {
  return { kind: 'operator', account, arn: `arn:aws:iam::${account}:root` };
}
