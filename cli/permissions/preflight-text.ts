import type { Preflight, Refusal } from './preflight';

/** One line for each refused call, or what was asked and found to pass. */
export function preflightLines(found: Preflight): string[] {
  const lines = [...new Set(found.refused.map(refusalLine))];
  const where = `${found.calls} calls, ${found.accounts.length === 1 ? 'account' : 'accounts'} ${found.accounts.join(' and ')}`;
  const unseen = found.unseen.map(
    (arn) => `not asked: the policy of ${arn}, which these settings do not deploy`,
  );
  const verdict =
    lines.length === 0
      ? `${where}: the policies allow every one`
      : `${where}: ${lines.length} missing or denied`;
  return [...lines, ...unseen, verdict];
}

function refusalLine(refusal: Refusal): string {
  const { side, account, stack, policy, action, caller, resource, deniedBy } = refusal;
  const what =
    deniedBy === undefined
      ? `no statement allows ${action} to ${caller}`
      : `statement ${deniedBy} denies ${action} to ${caller}`;
  return `${side} ${account}, stack ${stack}: ${policy}: ${what} on ${resource}${contextText(refusal)}`;
}

function contextText({ action, context }: Refusal): string {
  if (!action.startsWith('kms:')) return '';
  const read = Object.entries(context)
    .filter(([key]) => key.startsWith('kms:'))
    .map(([key, values]) => `${key} = ${values.join(', ')}`);
  return ` (${read.join('; ')})`;
}
