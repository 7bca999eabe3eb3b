/** Where a file that came past the stream lies: in the partition of its time, as delivery lays out its own. */
export function lakeObjectKey(prefix: string, at: Date, name: string): string {
  const [day = '', time = ''] = at.toISOString().split('T');
  return `${prefix}day=${day}/hour=${time.slice(0, 2)}/${name}.gz`;
}
