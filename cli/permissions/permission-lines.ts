import type { AwsOnly } from '../../local/permissions/aws-only.data';
import type {
  PermissionReport,
  ReportedStatement,
} from '../../local/permissions/permission-report';
import { count } from '../progress';

/** Per role: what was used, what never was and why, and the calls that were refused. */
export function permissionLines(report: PermissionReport): string[] {
  const { enforced, roles, resources, refused } = report;
  const unused = [...roles.flatMap(({ statements }) => statements), ...resources].flatMap(tooBroad);
  return [
    ...(enforced ? [] : ['Permissions were off in this run: every call was allowed.', '']),
    ...roles.flatMap(({ role, statements }) => [role, ...statements.flatMap(statementLines), '']),
    'Policies of buckets, keys, topics and functions',
    ...resources.flatMap((statement) => [`  ${statement.policy}`, ...statementLines(statement)]),
    '',
    ...refused.map(({ text, count: times }) => `refused ${String(times)} times: ${text}`),
    `${count(refused.length)} refused; ${count(unused.length)} rights never used that no reason stands for.`,
  ];
}

function tooBroad({ effect, actions }: ReportedStatement): string[] {
  if (effect === 'Deny') return [];
  return actions
    .filter(({ calls, awsOnly }) => calls === 0 && awsOnly === undefined)
    .map(({ action }) => action);
}

function statementLines({ statement, effect, actions }: ReportedStatement): string[] {
  return actions.map(({ action, calls, awsOnly }) => {
    const name = `    ${effect.toLowerCase()} ${statement}  ${action}`;
    if (calls > 0) return `${name}  ${String(calls)} calls`;
    if (awsOnly !== undefined) return `${name}  on AWS alone: ${awsOnly.reason} (${awsOnly.page})`;
    return `${name}  never used${effect === 'Allow' ? ' in this run: too broad, or not come to' : ''}`;
  });
}

/** The rights that only AWS uses, and how many they are. */
export function awsOnlyLines(entries: readonly AwsOnly[]): string[] {
  const rights = entries.flatMap(({ actions }) => actions).length;
  const wild = entries
    .filter(({ onStar }) => onStar === true)
    .flatMap(({ actions }) => actions).length;
  return [
    ...entries.map(
      ({ statement, actions, reason, page }) =>
        `${statement}  ${actions.join(' ')}  ${reason} (${page})`,
    ),
    `${String(rights)} rights that only AWS uses, of which ${String(wild)} on *`,
  ];
}
