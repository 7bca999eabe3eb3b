import { z } from 'zod';
import { ServiceError } from '../../endpoint/service-error';
import { declaredOperation } from '../declared-operation';
import type { Role } from './service';

const declare = { invalid: 'ValidationError' };
const roleName = z.strictObject({ RoleName: z.string() });

/** Reading roles and their policies; the definition alone writes them. */
export function roleOperations(roles: ReadonlyMap<string, Role>) {
  const find = (name: string): Role => {
    const found = roles.get(name);
    if (found !== undefined) return found;
    throw new ServiceError('NoSuchEntity', `The role with name ${name} cannot be found.`, {
      status: 404,
    });
  };
  const resources = (input: { RoleName: string }) => [roles.get(input.RoleName)?.arn ?? '*'];
  return {
    GetRole: declaredOperation({
      ...declare,
      iam: 'iam:GetRole',
      input: roleName,
      resources,
      run: ({ RoleName }) => ({ Role: describe(find(RoleName)) }),
    }),
    ListRoles: declaredOperation({
      ...declare,
      iam: 'iam:ListRoles',
      input: z.strictObject({ PathPrefix: z.string().optional(), MaxItems: z.number().optional() }),
      run: ({ PathPrefix }) => ({
        Roles: [...roles.values()]
          .filter(({ path }) => path.startsWith(PathPrefix ?? '/'))
          .map(describe),
        IsTruncated: false,
      }),
    }),
    ListRolePolicies: declaredOperation({
      ...declare,
      iam: 'iam:ListRolePolicies',
      input: roleName,
      resources,
      run: ({ RoleName }) => ({
        PolicyNames: [...find(RoleName).inlinePolicies.keys()],
        IsTruncated: false,
      }),
    }),
    GetRolePolicy: declaredOperation({
      ...declare,
      iam: 'iam:GetRolePolicy',
      input: z.strictObject({ RoleName: z.string(), PolicyName: z.string() }),
      resources,
      run: ({ RoleName, PolicyName }) => {
        const document = find(RoleName).inlinePolicies.get(PolicyName);
        if (document === undefined) {
          throw new ServiceError(
            'NoSuchEntity',
            `The role policy with name ${PolicyName} cannot be found.`,
            { status: 404 },
          );
        }
        return { RoleName, PolicyName, PolicyDocument: encodeURIComponent(document) };
      },
    }),
  };
}

/** Policy documents are URL-encoded in IAM's answers. */
function describe(role: Role) {
  return {
    Path: role.path,
    RoleName: role.name,
    Arn: role.arn,
    CreateDate: new Date(role.createdAtMilliseconds),
    AssumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
  };
}
