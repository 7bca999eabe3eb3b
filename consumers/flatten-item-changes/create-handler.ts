import { ItemRecordRows } from '../../wire/item-record-row';
import type { RowForm } from '../../wire/item-row';
import { createTransform } from '../firehose-transform/create-transform';
import type { TransformReports } from '../firehose-transform/create-transform';
import type { TransformEvent, TransformReply } from '../firehose-transform/transform-event';

export interface FlattenItemChangesOptions extends TransformReports {
  form: RowForm;
}

/** The transform of a DynamoDB feed. */
export function createHandler(
  options: FlattenItemChangesOptions,
): (event: TransformEvent) => Promise<TransformReply> {
  const rows = new ItemRecordRows(options.form);
  return createTransform((bytes, arrival) => rows.row(bytes, arrival), options);
}
