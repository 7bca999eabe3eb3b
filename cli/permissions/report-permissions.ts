import { readFileSync, statSync } from 'node:fs';
import { AWS_ONLY } from '../../local/permissions/aws-only.data';
import type { PermissionReport } from '../../local/permissions/permission-report';
import { projectPaths } from '../project-paths';
import type { Screen } from '../screen';
import { UserError } from '../user-error';
import { permissionReportPath } from './keep-report';
import { awsOnlyLines, permissionLines } from './permission-lines';

/** Shows what the last run of `local` or `demo` used of its policies. */
export function reportPermissions({ json }: { json?: true }, screen: Screen): void {
  const report = lastReport();
  if (json === true) screen.line(JSON.stringify(report));
  else for (const line of permissionLines(report)) screen.line(line);
}

/** Lists the rights that the laptop never uses, each with its reason. */
export function listAwsOnly({ json }: { json?: true }, screen: Screen): void {
  if (json === true) screen.line(JSON.stringify(AWS_ONLY));
  else for (const line of awsOnlyLines(AWS_ONLY)) screen.line(line);
}

function lastReport(): PermissionReport {
  const kept = [projectPaths.local, projectPaths.demo]
    .map(permissionReportPath)
    .flatMap((path) => {
      const stats = statSync(path, { throwIfNoEntry: false });
      return stats === undefined ? [] : [{ path, at: stats.mtimeMs }];
    })
    .sort((one, other) => other.at - one.at);
  const [last] = kept;
  if (last !== undefined) return JSON.parse(readFileSync(last.path, 'utf8')) as PermissionReport;
  throw new UserError('No run has left a report yet. Run "tributary demo" or "tributary local".');
}
