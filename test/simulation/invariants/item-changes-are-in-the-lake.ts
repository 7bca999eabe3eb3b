import type { Evidence, LakeLine } from '../evidence';
import { sameItem, textOf, type ItemStep, type PlainItem } from '../item-model';
import { groupBy } from './changes-are-in-the-lake';

/**
 * Each change of an item is in the lake, and after merging copies by their event nothing else is: in the
 * order of their positions the changes of a key are those that were made, with both images. Changes of
 * one position may stand in any order.
 */
export function itemChangesAreInTheLake(
  history: readonly ItemStep[],
  { lake, quarantined }: Pick<Evidence, 'lake' | 'quarantined'>,
): string[] {
  const { violations, lines } = mergeByEvent(lake);
  const found = groupBy(lines, keyOf);
  const expected = groupBy(history, ({ key }) => key);
  const keyViolations = [...new Set([...found.keys(), ...expected.keys()])].flatMap((key) =>
    compare(key, expected.get(key) ?? [], {
      found: found.get(key) ?? [],
      isQuarantined: (step) => quarantined.some((payload) => isOf(step, payload)),
    }),
  );
  return [...violations, ...keyViolations];
}

function mergeByEvent(lake: readonly LakeLine[]) {
  const violations: string[] = [];
  const byEvent = new Map<string, LakeLine>();
  for (const line of lake) {
    const event = line['event_id'] ?? '';
    const known = byEvent.get(event);
    if (known !== undefined && contentOf(known) !== contentOf(line)) {
      violations.push(`event ${event} is of two changes: ${contentOf(known)}; ${contentOf(line)}`);
    }
    byEvent.set(event, line);
  }
  return { violations, lines: [...byEvent.values()] };
}

function compare(
  key: string,
  expected: readonly ItemStep[],
  {
    found,
    isQuarantined,
  }: { found: readonly LakeLine[]; isQuarantined: (step: ItemStep) => boolean },
): string[] {
  const left = [...found].sort((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1));
  for (const [index, step] of expected.entries()) {
    const next = left[0];
    const at = left.findIndex(
      (line) => next !== undefined && positionOf(line) === positionOf(next) && isLineOf(step, line),
    );
    if (at >= 0) left.splice(at, 1);
    else if (!isQuarantined(step)) {
      const have = next === undefined ? 'nothing' : contentOf(next);
      return [
        `item ${key}: expected ${textOf(step.before)} → ${textOf(step.after)} as change ${index + 1}, the lake has ${have}`,
      ];
    }
  }
  return left.map(
    (line) => `item ${key}: the lake has ${contentOf(line)}, which was never made so`,
  );
}

function isLineOf({ before, after }: ItemStep, line: LakeLine): boolean {
  return (
    sameItem(imageOf(line['before_json']), before) && sameItem(imageOf(line['row_json']), after)
  );
}

function isOf({ before, after }: ItemStep, payload: string): boolean {
  const { dynamodb } = JSON.parse(payload) as {
    dynamodb: { OldImage?: PlainItem; NewImage?: PlainItem };
  };
  return sameItem(dynamodb.OldImage, before) && sameItem(dynamodb.NewImage, after);
}

function imageOf(text: string | null | undefined): PlainItem | undefined {
  return text === null || text === undefined ? undefined : (JSON.parse(text) as PlainItem);
}

function keyOf(line: LakeLine): string {
  const { id } = JSON.parse(line['key_json'] ?? '{}') as { id?: { S: string } };
  return id?.S ?? '';
}

function positionOf(line: LakeLine): string {
  return line['position'] ?? '';
}

function contentOf({ before_json: before, row_json: row }: LakeLine): string {
  return `${before ?? 'nothing'} → ${row ?? 'nothing'}`;
}
