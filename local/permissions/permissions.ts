import { roleCaller } from '../cloud';
import type { Caller } from '../endpoint/dispatch';
import type { Access } from './access';

/** A service that is about to act under a role. */
export interface Assumption {
  /** `firehose.amazonaws.com`. */
  service: string;
  roleArn: string;
  /** Names the caller in errors. */
  session: string;
  /** The resource for which the service acts, in which account: `aws:SourceArn`, `aws:SourceAccount`. */
  sourceArn: string;
  /** The service's own error where the role does not trust it. */
  refused: { code: string; message: string };
}

/** What a cloud asks before it acts for somebody. */
export interface Permissions {
  /** Throws the service's refusal unless the caller has every one of the rights. */
  require(caller: Caller, service: string, accesses: readonly Access[]): void;
  /** Who the service is once it has assumed the role; asked again whenever a policy has changed. */
  assume(assumption: Assumption): Caller;
}

/** Everything is allowed. */
export const NO_PERMISSIONS: Permissions = {
  require: () => undefined,
  assume: ({ roleArn, session }) => roleCaller(roleArn, session),
};
