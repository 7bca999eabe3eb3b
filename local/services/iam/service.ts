import type { Cloud } from '../../cloud';
import type { LocalService } from '../../endpoint/dispatch';
import type { ServiceRoute } from '../../endpoint/service-route';
import { roleOperations } from './role-operations';

export interface Role {
  name: string;
  arn: string;
  path: string;
  /** JSON: who may assume the role. */
  trustPolicy: string;
  /** JSON by policy name. */
  inlinePolicies: Map<string, string>;
  attachedPolicyArns: Set<string>;
  /** ARN of the policy that no policy of the role reaches beyond. */
  boundaryArn?: string;
  createdAtMilliseconds: number;
}

/** Everything that decides what a role may do. A policy of AWS's own has no document here. */
export interface RolePolicies {
  trustPolicy: string;
  inline: { name: string; document: string }[];
  managed: { arn: string; document: string | undefined }[];
  boundary?: { arn: string; document: string | undefined };
}

export interface Iam {
  service: LocalService;
  route: ServiceRoute;
  declareRole(
    role: Pick<Role, 'name' | 'path' | 'trustPolicy' | 'boundaryArn'>,
    account: string,
  ): Role;
  declarePolicy(policy: { name: string; path: string; document: string }, account: string): string;
  putInlinePolicy(roleName: string, policyName: string, document: string): void;
  attach(roleName: string, policyArn: string): void;
  declareInstanceProfile(name: string, roleName: string | undefined): void;
  roleNamed(name: string): Role | undefined;
  roles(): Role[];
  policiesOf(roleArn: string): RolePolicies;
  /** Raised by every change of a role or of a policy. */
  revision(): number;
}

const route: ServiceRoute = {
  service: 'iam',
  protocol: 'query',
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  signingNames: ['iam'],
  shape: { blobs: [], timestamps: ['CreateDate'], numbers: ['MaxItems'] },
};

/**
 * What the definition declares about permissions. It is made anew from the definition at each start,
 * so nothing of it is kept on disk.
 */
export function createIam(cloud: Cloud): Iam {
  const roles = new Map<string, Role>();
  const policies = new Map<string, string>();
  const profiles = new Map<string, string | undefined>();
  let revision = 0;
  const role = (name: string): Role => {
    const found = roles.get(name);
    if (found === undefined) throw new Error(`IAM role ${name} is not declared in this definition`);
    return found;
  };
  return {
    service: { name: 'iam', operations: roleOperations(roles) },
    route,
    declareRole: (wanted, account) => {
      const declared: Role = {
        ...wanted,
        arn: `arn:aws:iam::${account}:role${wanted.path}${wanted.name}`,
        inlinePolicies: new Map(),
        attachedPolicyArns: new Set(),
        createdAtMilliseconds: cloud.clock.now(),
      };
      roles.set(declared.name, declared);
      revision += 1;
      return declared;
    },
    declarePolicy: ({ name, path, document }, account) => {
      const arn = `arn:aws:iam::${account}:policy${path}${name}`;
      policies.set(arn, document);
      revision += 1;
      return arn;
    },
    putInlinePolicy: (roleName, policyName, document) => {
      role(roleName).inlinePolicies.set(policyName, document);
      revision += 1;
    },
    attach: (roleName, policyArn) => {
      role(roleName).attachedPolicyArns.add(policyArn);
      revision += 1;
    },
    declareInstanceProfile: (name, roleName) => {
      profiles.set(name, roleName);
    },
    roleNamed: (name) => roles.get(name),
    roles: () => [...roles.values()],
    revision: () => revision,
    policiesOf: (roleArn) =>
      policiesOf(role(roleArn.slice(roleArn.lastIndexOf('/') + 1)), policies),
  };
}

function policiesOf(role: Role, policies: Map<string, string>): RolePolicies {
  return {
    trustPolicy: role.trustPolicy,
    inline: [...role.inlinePolicies].map(([name, document]) => ({ name, document })),
    managed: [...role.attachedPolicyArns].map((arn) => ({ arn, document: policies.get(arn) })),
    ...(role.boundaryArn !== undefined && {
      boundary: { arn: role.boundaryArn, document: policies.get(role.boundaryArn) },
    }),
  };
}
