import type { PolicySources } from './policy-sources';

/** The policies of every account of the laptop as one. S3's resources name no account: any account knows them. */
export function policiesOfAccounts(
  of: (account: string) => PolicySources | undefined,
  all: () => PolicySources[],
): PolicySources {
  return {
    revision: () => all().reduce((sum, each) => sum + each.revision(), 0),
    role: (account, name) => of(account)?.role(account, name),
    roles: () => all().flatMap((each) => each.roles()),
    resource: (arn) => {
      const account = arn.split(':')[4] ?? '';
      const sources = account === '' ? all()[0] : of(account);
      return sources?.resource(arn);
    },
    resources: () => all().flatMap((each) => each.resources()),
    loaded: async () => {
      for (const each of all()) await each.loaded();
    },
  };
}
