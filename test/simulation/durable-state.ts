/** All that outlives a crash of the whole cloud. */
export interface DurableState {
  /** By name, oldest entry first. */
  logs: Map<string, Uint8Array[]>;
  /** By name: content by key. */
  trees: Map<string, Map<string, Uint8Array>>;
  /** By account: DynamoDB's level store. */
  items: Map<string, Map<string, unknown>>;
}

export function emptyState(): DurableState {
  return { logs: new Map(), trees: new Map(), items: new Map() };
}

/** Apart from the original in all but the entries themselves, which nobody changes. */
export function copyState(state: DurableState): DurableState {
  const maps = <T>(of: Map<string, Map<string, T>>) =>
    new Map([...of].map(([name, content]) => [name, new Map(content)]));
  return {
    logs: new Map([...state.logs].map(([name, entries]) => [name, [...entries]])),
    trees: maps(state.trees),
    items: maps(state.items),
  };
}
