import type { TerraformStack } from 'cdktf';
import type { Settings } from '../../settings/define-settings';
import type { Place } from './deployment';
import { EncryptionKey } from './encryption-key';
import { administerKey, useKeyByLogs, useKeyByNotifications } from './key-policy';
import { physicalName, type NamedKind } from './physical-name';
import type { Notifier } from './topic-grants';

/** A feed's names, in the account and region of one of its stacks. */
export interface FeedNaming extends Place {
  settings: Settings;
  feedId: string;
  /** The name of a thing of this feed: `name('stream', 'changes')`. */
  name: (kind: NamedKind, ...parts: string[]) => string;
}

/** What every part of a feed's stack is given: where it stands, its key, how things are named. */
export interface FeedContext extends FeedNaming {
  keyArn: string;
  logRetentionDays: number;
  consumersFolder: string;
}

export interface FeedContextProps {
  settings: Settings;
  feedId: string;
  logRetentionDays: number;
  consumersFolder: string;
  place: Place;
  /** What the feed's key encrypts, for its description. */
  encrypts: string;
  logGroups: (name: FeedContext['name']) => string[];
  /** Who publishes to the operators' topic. */
  notifiers: readonly Notifier[];
  deletable: boolean;
}

/** Log groups are named ahead of the things that write them, as the key's policy lists them. */
export function addFeedContext(stack: TerraformStack, props: FeedContextProps): FeedContext {
  const { settings, feedId, logRetentionDays, consumersFolder, place } = props;
  const name = feedNaming(settings, feedId);
  const key = new EncryptionKey(stack, 'key', {
    name: name('key'),
    description: `The feed ${feedId}: ${props.encrypts}`,
    statements: [
      administerKey(place),
      useKeyByLogs(place, props.logGroups(name)),
      useKeyByNotifications(props.notifiers),
    ],
    deletable: props.deletable,
  });
  return { ...place, settings, feedId, keyArn: key.arn, logRetentionDays, consumersFolder, name };
}

export function feedNaming(settings: Settings, feedId: string): FeedNaming['name'] {
  return (kind, ...parts) => physicalName(settings, kind, [feedId, ...parts]);
}
