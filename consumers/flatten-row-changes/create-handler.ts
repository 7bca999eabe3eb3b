import type { FeedTable } from '../../wire/feed-table';
import { flattenRecords } from './flatten-records';
import type { ReportUnreadable } from './flatten-records';
import { tableCatalogue } from './table-catalogue';
import type { TransformEvent, TransformReply } from './transform-event';

export interface FlattenRowChangesOptions {
  tables: readonly FeedTable[];
  reportUnreadable: ReportUnreadable;
  /** Once an invocation, after its records. */
  invocationDone: (counts: { rows: number; unreadable: number }) => void;
}

/** The transform of a relational feed: https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html */
export function createHandler(
  options: FlattenRowChangesOptions,
): (event: TransformEvent) => Promise<TransformReply> {
  const catalogue = tableCatalogue(options.tables);
  return (event) => {
    const reply = flattenRecords(event, catalogue, options.reportUnreadable);
    const count = (result: string) => reply.records.filter((r) => r.result === result).length;
    options.invocationDone({ rows: count('Ok'), unreadable: count('ProcessingFailed') });
    return Promise.resolve(reply);
  };
}
