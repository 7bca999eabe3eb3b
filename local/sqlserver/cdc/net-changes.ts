import type { Row } from '../storage/row-store';
import { comparisonKey } from '../types/comparison-key';
import type { SqlValue } from '../types/sql-type';
import type { CaptureInstance } from './capture-state';
import { CHANGE_COLUMNS_BEFORE } from './capture-tables';
import { mergeMasks } from './update-mask';

export type NetOption = 'all' | 'all with mask' | 'all with merge';

interface Net {
  /** The key had no row before the first change. */
  isNew: boolean;
  last: Row;
  mask: Uint8Array | undefined;
}

const DELETE = 1;
const INSERT = 2;
const UPDATE_BEFORE = 3;
const UPDATE = 4;
const MERGE = 5;

/**
 * One row per key for the change rows of a window, in order of their last change: start LSN, operation,
 * mask, captured values. A key that came and went within the window has none.
 */
export function netChanges(
  rows: Iterable<Row>,
  instance: CaptureInstance,
  option: NetOption,
): SqlValue[][] {
  const nets = new Map<string, Net>();
  for (const row of rows) {
    if (row[3] === UPDATE_BEFORE) continue;
    const key = keyOf(row, instance);
    const known = nets.get(key);
    nets.delete(key);
    nets.set(key, {
      isNew: known?.isNew ?? row[3] === INSERT,
      last: row,
      mask: mergedMask(known, row),
    });
  }
  return [...nets.values()].flatMap((net) => netRow(net, option));
}

function keyOf(row: Row, { columns, keyPositions }: CaptureInstance): string {
  const parts = keyPositions.map((at) => {
    const type = columns[at]?.type;
    return type ? comparisonKey(row[CHANGE_COLUMNS_BEFORE + at] ?? null, type) : '';
  });
  return parts.join('\u0000');
}

function mergedMask(known: Net | undefined, row: Row): Uint8Array | undefined {
  const mask = row[4] instanceof Uint8Array && row[3] === UPDATE ? row[4] : undefined;
  return known?.mask && mask ? mergeMasks(known.mask, mask) : (mask ?? known?.mask);
}

function netRow({ isNew, last, mask }: Net, option: NetOption): SqlValue[][] {
  const isGone = last[3] === DELETE;
  if (isNew && isGone) return [];
  const operation = isGone ? DELETE : option === 'all with merge' ? MERGE : isNew ? INSERT : UPDATE;
  const shownMask = option === 'all with mask' && operation === UPDATE ? (mask ?? null) : null;
  return [[last[0] ?? null, operation, shownMask, ...last.slice(CHANGE_COLUMNS_BEFORE, -1)]];
}
