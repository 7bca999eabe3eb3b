import type { AttributeValue, Item } from '../../../wire/attribute-value';

/** Equal as DynamoDB sees it: the order of a set's elements and of attributes means nothing. */
export function sameItem(a: Item | undefined, b: Item | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && sameValue(a[name], b[name]));
}

function sameValue(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  const [[kind, left] = []] = Object.entries(a ?? {});
  const [[otherKind, right] = []] = Object.entries(b ?? {});
  if (kind !== otherKind) return false;
  if (kind === 'M') return sameItem(left as Item, right as Item);
  if (!Array.isArray(left) || !Array.isArray(right)) return left === right;
  if (left.length !== right.length) return false;
  if (kind === 'L') {
    const elements = right as AttributeValue[];
    return (left as AttributeValue[]).every((element, at) => sameValue(element, elements[at]));
  }
  const others = new Set<unknown>(right);
  return left.every((element) => others.has(element));
}
