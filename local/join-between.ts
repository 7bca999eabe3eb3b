/**
 * The opening, the items with commas between them, and the closing. A template would make a rope of the items
 * already joined, and whoever sends that copies all of it once more.
 */
export function joinBetween(opening: string, items: readonly string[], closing: string): string {
  const [first = '', ...others] = items;
  const texts = [opening + first, ...others];
  texts.push((texts.pop() ?? '') + closing);
  return texts.join(',');
}
