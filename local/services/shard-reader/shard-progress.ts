/** Which records of a shard are finished, though several lanes finish them out of order. */
export interface ShardProgress {
  /** In the shard's order. */
  add(sequenceNumber: string): void;
  /** The last record up to which every record is finished, if that moved; undefined otherwise. */
  finish(sequenceNumbers: readonly string[]): string | undefined;
  /** How many records are added and not yet behind the checkpoint. */
  pending(): number;
}

export function shardProgress(): ShardProgress {
  let order: string[] = [];
  let head = 0;
  const finished = new Set<string>();
  return {
    add: (sequenceNumber) => order.push(sequenceNumber),
    pending: () => order.length - head,
    finish: (sequenceNumbers) => {
      for (const one of sequenceNumbers) finished.add(one);
      let reached: string | undefined;
      for (let next = order[head]; next !== undefined && finished.delete(next);) {
        reached = next;
        next = order[++head];
      }
      if (head > 10_000) {
        order = order.slice(head);
        head = 0;
      }
      return reached;
    },
  };
}
