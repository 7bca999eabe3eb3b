import { loadSettings } from './load-settings';

/** One account of a feed that crosses accounts, as settings have it. */
export interface FeedSide {
  account: string;
  /** Assumed by who works in it from outside. */
  roleArn: string | undefined;
  /** Whether these settings deploy it, or those of other people. */
  isDeployed: boolean;
}

/** Undefined for a feed within one account. */
export function feedSide(feed: string, side: 'source' | 'lake'): FeedSide | undefined {
  const declared = loadSettings().feeds[feed];
  if (declared?.kind !== 'dynamodb' || declared.accounts === undefined) return undefined;
  const { deploy, [side]: given } = declared.accounts;
  return {
    account: given.account,
    roleArn: given.roleArn,
    isDeployed: deploy === 'both' || deploy === side,
  };
}
