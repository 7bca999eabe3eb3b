import type { RecordedPermission } from './service';

/**
 * The resource policy that `AddPermission` calls make of their arguments.
 * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
export function permissionsPolicy(
  functionArn: string,
  permissions: readonly RecordedPermission[],
): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: permissions.map(({ id, action, principal, sourceArn, sourceAccount }) => ({
      Sid: id,
      Effect: 'Allow',
      Principal: principalOf(principal),
      Action: action,
      Resource: functionArn,
      ...conditionOf(sourceArn, sourceAccount),
    })),
  });
}

function principalOf(principal: string): string | Record<string, string> {
  if (principal === '*') return principal;
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}

function conditionOf(sourceArn: string | undefined, sourceAccount: string | undefined): object {
  if (sourceArn === undefined && sourceAccount === undefined) return {};
  return {
    Condition: {
      ...(sourceAccount !== undefined && { StringEquals: { 'AWS:SourceAccount': sourceAccount } }),
      ...(sourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': sourceArn } }),
    },
  };
}
