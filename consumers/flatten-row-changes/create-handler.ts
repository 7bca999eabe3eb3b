import type { FeedTable } from '../../wire/feed-table';
import { createTransform } from '../firehose-transform/create-transform';
import type { TransformReports } from '../firehose-transform/create-transform';
import type { TransformEvent, TransformReply } from '../firehose-transform/transform-event';
import { flattenRecord } from './flatten-record';
import { tableCatalogue } from './table-catalogue';

export interface FlattenRowChangesOptions extends TransformReports {
  tables: readonly FeedTable[];
}

/** The transform of a relational feed. */
export function createHandler(
  options: FlattenRowChangesOptions,
): (event: TransformEvent) => Promise<TransformReply> {
  const catalogue = tableCatalogue(options.tables);
  return createTransform((bytes, arrival) => flattenRecord(bytes, arrival, catalogue), options);
}
