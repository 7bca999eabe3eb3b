export interface ContractOptions {
  /** Cases in which an outside implementation is known to differ from AWS, each with its reason. */
  deviations?: Readonly<Record<string, Deviation>>;
}

/** The reason; `unsteady` where chance decides whether the case holds, so that it proves nothing. */
export type Deviation = string | { unsteady: string };

/**
 * Declares a case of a contract. A known deviation must really fail: one that is gone, or whose case
 * no longer exists, turns the run red.
 */
export function factOf({ deviations = {} }: ContractOptions) {
  const left = new Set(Object.keys(deviations));
  afterAll(() => {
    if (left.size > 0) throw new Error(`Deviations that name no case: ${[...left].join(', ')}`);
  });
  return (name: string, body: () => Promise<void>) => {
    const reason = deviations[name];
    left.delete(name);
    if (reason === undefined) it(name, body);
    else if (typeof reason !== 'string') it.skip(`${name} (unsteady: ${reason.unsteady})`, body);
    else it.failing(`${name} (deviates: ${reason})`, body);
  };
}
