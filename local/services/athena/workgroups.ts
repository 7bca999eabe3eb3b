import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';

export interface Workgroup {
  name: string;
  description: string | undefined;
  outputLocation: string | undefined;
  /** The workgroup's location wins over the caller's. */
  enforced: boolean;
  enabled: boolean;
  createdAtMilliseconds: number;
}

export interface NamedQuery {
  id: string;
  name: string;
  description: string | undefined;
  database: string;
  sql: string;
  workgroup: string;
}

export interface Workgroups {
  arn(name: string): string;
  all(): Workgroup[];
  find(name: string): Workgroup;
  declare(workgroup: Omit<Workgroup, 'createdAtMilliseconds'>): void;
  namedQueries(): NamedQuery[];
  namedQuery(id: string): NamedQuery;
  declareNamedQuery(query: NamedQuery): void;
}

/** Workgroups and named queries, made anew from the definition; `primary` is always there. */
export function createWorkgroups(cloud: Cloud): Workgroups {
  const workgroups = new Map<string, Workgroup>();
  const queries = new Map<string, NamedQuery>();
  const declare = (workgroup: Omit<Workgroup, 'createdAtMilliseconds'>) => {
    workgroups.set(workgroup.name, { ...workgroup, createdAtMilliseconds: cloud.clock.now() });
  };
  declare({
    name: 'primary',
    description: undefined,
    outputLocation: undefined,
    enforced: false,
    enabled: true,
  });
  return {
    arn: (name) => `arn:aws:athena:${cloud.region}:${cloud.account}:workgroup/${name}`,
    all: () => [...workgroups.values()],
    find: (name) => {
      const found = workgroups.get(name);
      if (found?.enabled === true) return found;
      throw new ServiceError(
        'InvalidRequestException',
        found === undefined ? `WorkGroup ${name} is not found.` : `WorkGroup ${name} is disabled.`,
      );
    },
    declare,
    namedQueries: () => [...queries.values()],
    namedQuery: (id) => {
      const found = queries.get(id);
      if (found !== undefined) return found;
      throw new ServiceError('InvalidRequestException', `NamedQuery ${id} was not found`);
    },
    declareNamedQuery: (query) => {
      queries.set(query.id, query);
    },
  };
}
