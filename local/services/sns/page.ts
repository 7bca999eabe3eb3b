/** SNS lists at most this many topics or subscriptions in one answer. */
const PAGE_ITEMS_MAX = 100;

/** `NextToken` is the index of the next item; absent on the last page. */
export function page<Item>(
  all: Item[],
  token: string | undefined,
): { items: Item[]; NextToken?: string } {
  const from = Number(token ?? 0);
  const items = all.slice(from, from + PAGE_ITEMS_MAX);
  const next = from + items.length;
  return next < all.length ? { items, NextToken: String(next) } : { items };
}
