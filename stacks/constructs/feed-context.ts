import type { Settings } from '../../settings/define-settings';
import type { Place } from './deployment';
import { physicalName, type NamedKind } from './physical-name';

/** What every part of a feed's stack is given: where it stands, its key, how things are named. */
export interface FeedContext extends Place {
  settings: Settings;
  feedId: string;
  keyArn: string;
  logRetentionDays: number;
  consumersFolder: string;
  /** The name of a thing of this feed: `name('stream', 'changes')`. */
  name: (kind: NamedKind, ...parts: string[]) => string;
}

export function feedNaming(settings: Settings, feedId: string): FeedContext['name'] {
  return (kind, ...parts) => physicalName(settings, kind, [feedId, ...parts]);
}
