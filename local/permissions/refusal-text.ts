import type { AccessRequest, Decision, Side } from './decide';

const NAMES: Readonly<Record<Side, string>> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  resource: 'resource-based policy',
};

/**
 * AWS's words for a refused call, and for a deny the statement, which AWS keeps to itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function refusalText(request: AccessRequest, decision: Decision): string {
  const { action, resource } = request;
  const refusal = `${callerText(request)} is not authorized to perform: ${action} on resource: ${resource}`;
  const [deny] = decision.by;
  if (decision.why === 'explicit-deny' && deny !== undefined) {
    const article = deny.side === 'identity' ? 'an' : 'a';
    const statement = `(statement ${deny.statement} of ${deny.policy})`;
    return `${refusal} with an explicit deny in ${article} ${nameOf(deny.side, action)} ${statement}`;
  }
  const side = decision.missing[0] ?? 'identity';
  return `${refusal} because no ${nameOf(side, action)} allows the ${action} action`;
}

function nameOf(side: Side, action: string): string {
  return side === 'resource' && action === 'sts:AssumeRole' ? 'role trust policy' : NAMES[side];
}

/** A service appears as the resource it acts for: https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger */
function callerText({ principal, context }: AccessRequest): string {
  if (principal.kind === 'role') return `User: ${principal.sessionArn}`;
  if (principal.kind === 'account') return `User: ${principal.arn}`;
  const source = context['aws:sourcearn']?.[0];
  return source === undefined ? `Service: ${principal.service}` : `Resource: ${source}`;
}
