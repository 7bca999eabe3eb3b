import type { Cloud } from '../cloud';
import type { PolicySources, ResourceGrants, RoleGrants } from '../permissions/policy-sources';
import { readPolicy, type Policy } from '../permissions/policy';
import type { Iam, Role } from './iam/service';
import { serviceLinkedRole } from './iam/service-linked-roles.data';
import type { Kms } from './kms/service';
import { permissionsPolicy } from './lambda/permissions-policy';
import type { Lambda } from './lambda/service';
import type { S3 } from './s3/service';
import type { SecretsManager } from './secretsmanager/service';
import type { Sns } from './sns/service';

interface Keepers {
  iam: Iam;
  kms: Kms;
  lambda: Lambda;
  s3: S3;
  secretsmanager: SecretsManager;
  sns: Sns;
}

/** The policies of an account, from the services that keep them. */
export function accountPolicies(cloud: Cloud, keepers: Keepers): PolicySources {
  const { iam } = keepers;
  const roles = new Map<string, { revision: number; grants: RoleGrants }>();
  const grantsOf = (role: Role): RoleGrants => {
    const revision = iam.revision();
    const known = roles.get(role.name);
    if (known?.revision === revision) return known.grants;
    const grants = readRole(iam, role);
    roles.set(role.name, { revision, grants });
    return grants;
  };
  return {
    revision: () => iam.revision(),
    role: (_account, name) => {
      const role = iam.roleNamed(name);
      return role === undefined ? serviceLinkedRole(cloud.account, name) : grantsOf(role);
    },
    roles: () => iam.roles().map(grantsOf),
    resource: (arn) => resourceOf(cloud, keepers, arn),
    resources: () => resourcesOf(cloud, keepers),
    loaded: async () => {
      await keepers.s3.loaded();
      await keepers.kms.loaded();
      await keepers.sns.loaded();
      await keepers.secretsmanager.loaded();
    },
  };
}

/** A policy of AWS's own has no document here, and grants nothing. */
function readRole(iam: Iam, { arn }: Role): RoleGrants {
  const { inline, managed, boundary, trustPolicy } = iam.policiesOf(arn);
  const read = (policies: { name: string; document: string | undefined }[]): Policy[] =>
    policies.flatMap(({ name, document }) =>
      document === undefined ? [] : [readPolicy(name, document)],
    );
  const [limit] = read(
    boundary === undefined
      ? []
      : [{ name: `permissions boundary of ${arn}`, document: boundary.document }],
  );
  return {
    arn,
    identity: read([
      ...inline.map(({ name, document }) => ({
        name: `inline policy ${name} of ${arn}`,
        document,
      })),
      ...managed.map((each) => ({ name: each.arn, document: each.document })),
    ]),
    ...(limit !== undefined && { boundary: limit }),
    trust: readPolicy(`trust policy of ${arn}`, trustPolicy),
  };
}

function resourceOf(cloud: Cloud, keepers: Keepers, arn: string): ResourceGrants | undefined {
  const [, , service, , , ...rest] = arn.split(':');
  switch (service) {
    case 's3':
      return ofBucket(keepers, rest.join(':').split('/')[0] ?? '');
    case 'kms':
      return ofKey(cloud, keepers, arn);
    case 'sns':
      return ofTopic(cloud, keepers, arn);
    case 'lambda':
      return ofFunction(cloud, keepers, arn);
    case 'secretsmanager':
      return ofSecret(cloud, keepers, arn);
    case 'iam':
      return ofRole(cloud, keepers, arn);
    default:
      return undefined;
  }
}

function ofBucket({ s3 }: Keepers, name: string): ResourceGrants | undefined {
  const found = s3.grantsOf(name);
  if (found === undefined) return undefined;
  const { account, policy } = found;
  return {
    account,
    name: `bucket policy of ${name}`,
    ...(policy !== undefined && { text: policy }),
  };
}

function ofKey(
  { account }: Cloud,
  { kms }: Keepers,
  reference: string,
): ResourceGrants | undefined {
  const key = kms.keyOf(reference);
  return key && { account, name: `key policy of ${key.arn}`, text: key.policy };
}

function ofTopic({ account }: Cloud, { sns }: Keepers, arn: string): ResourceGrants | undefined {
  const topic = sns.topics().find((each) => each.arn === arn);
  if (topic === undefined) return undefined;
  const { Policy: text } = topic.attributes;
  return { account, name: `topic policy of ${arn}`, ...(text !== undefined && { text }) };
}

/** The statements that `aws_lambda_permission` added to the function, or to its qualifier. */
function ofFunction(
  { account }: Cloud,
  { lambda }: Keepers,
  arn: string,
): ResourceGrants | undefined {
  const [, , , , , , name = '', qualifier] = arn.split(':');
  const given = [...lambda.permissions].filter(
    (each) => each.functionName === name && each.qualifier === qualifier,
  );
  const title = `resource policy of ${arn}`;
  if (given.length === 0) return { account, name: title };
  return { account, name: title, text: permissionsPolicy(arn, given) };
}

function ofSecret(
  { account }: Cloud,
  { secretsmanager }: Keepers,
  arn: string,
): ResourceGrants | undefined {
  const secret = secretsmanager.secrets().find((each) => each.arn === arn);
  if (secret === undefined) return undefined;
  const { name, policy } = secret;
  return {
    account,
    name: `resource policy of secret ${name}`,
    ...(policy !== undefined && { text: policy }),
  };
}

function ofRole({ account }: Cloud, { iam }: Keepers, arn: string): ResourceGrants | undefined {
  const role = iam.roleNamed(arn.slice(arn.lastIndexOf('/') + 1));
  if (role === undefined) return undefined;
  return { account, name: `trust policy of ${role.arn}`, text: role.trustPolicy };
}

function resourcesOf(cloud: Cloud, keepers: Keepers): ResourceGrants[] {
  const { s3, kms, sns, lambda, secretsmanager } = keepers;
  const functions = [...lambda.permissions].map(({ functionName, qualifier }) => {
    const arn = `arn:aws:lambda:${cloud.region}:${cloud.account}:function:${functionName}`;
    return qualifier === undefined ? arn : `${arn}:${qualifier}`;
  });
  return [
    ...s3.bucketsOf(cloud.account).map((name) => ofBucket(keepers, name)),
    ...kms.keys().map(({ arn }) => ofKey(cloud, keepers, arn)),
    ...sns.topics().map(({ arn }) => ofTopic(cloud, keepers, arn)),
    ...[...new Set(functions)].map((arn) => ofFunction(cloud, keepers, arn)),
    ...secretsmanager.secrets().map(({ arn }) => ofSecret(cloud, keepers, arn)),
  ].filter((found) => found?.text !== undefined) as ResourceGrants[];
}
