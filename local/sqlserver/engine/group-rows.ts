import type { Row } from '../storage/row-store';
import { comparisonKey } from '../types/comparison-key';
import type { SqlValue } from '../types/sql-type';
import type { Accumulator } from './aggregate';
import type { Evaluation } from './evaluation';
import type { GroupScope } from './group-scope';

/** One row per group: its keys, then its aggregates. Without keys there is one group, also of no rows. */
export function* groupRows(
  group: GroupScope,
  rows: Iterable<Row>,
  { inner, hasKeys }: { inner: Evaluation; hasKeys: boolean },
): Generator<Row> {
  const groups = new Map<string, { keys: SqlValue[]; gathered: Accumulator[] }>();
  const start = (keys: SqlValue[]) => ({
    keys,
    gathered: group.aggregates.map((aggregate) => aggregate.start()),
  });
  if (!hasKeys) groups.set('', start([]));
  for (const row of rows) {
    inner.row = row;
    const keys = group.keys.map(({ bound }) => bound.evaluate(inner));
    const text = keys
      .map((value, at) => comparisonKey(value, group.keys[at]?.bound.type ?? { name: 'int' }))
      .join('\u0000');
    const found = groups.get(text) ?? start(keys);
    groups.set(text, found);
    group.aggregates.forEach((aggregate, at) => found.gathered[at]?.add(aggregate.read(inner)));
  }
  for (const { keys, gathered } of groups.values()) {
    yield [...keys, ...gathered.map((accumulator) => accumulator.result())];
  }
}
