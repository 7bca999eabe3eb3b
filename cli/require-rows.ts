import type { DynamoTarget } from './target';
import { UserError } from './user-error';

/** Refuses a feed that delivers records as they are: its lake has no rows to compare with or to add to. */
export function requireRows({ feed }: DynamoTarget): void {
  if (feed.lake.views.current !== '') return;
  throw new UserError(
    `Feed ${feed.feed} delivers raw records. Set delivery.form to 'rows' in settings.ts for a lake of rows.`,
  );
}
