/**
 * Calls one action of a service under contract, ours through dispatch or an outside one through its
 * client. A refusal rejects with the exception's name as `code`.
 */
export type ContractCall = (action: string, input?: object) => Promise<Record<string, unknown>>;
