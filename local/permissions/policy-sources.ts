import type { Policy } from './policy';

/** A role of the definition, or one of AWS's own, with everything that decides what it may do. */
export interface RoleGrants {
  arn: string;
  identity: readonly Policy[];
  boundary?: Policy;
  /** Who may assume it. */
  trust: Policy;
}

/** What a resource says about its use. */
export interface ResourceGrants {
  account: string;
  /** As it is written; undefined where the resource has none. Another text is another policy. */
  text?: string;
  /** `bucket policy of NAME`. */
  name: string;
}

/** Where the policies of a run stand: the services that keep them. */
export interface PolicySources {
  /** Changes whenever a role or a policy of one does. */
  revision(): number;
  /** Undefined for a role that the definition does not declare. */
  role(account: string, name: string): RoleGrants | undefined;
  /** Every role of the definition. */
  roles(): RoleGrants[];
  /** Undefined for a resource that does not exist, or whose kind has no policy on the laptop. */
  resource(arn: string): ResourceGrants | undefined;
  /** Every resource that has a policy. */
  resources(): ResourceGrants[];
  /** Resolves once the policies of the last run are known. */
  loaded(): Promise<void>;
}
