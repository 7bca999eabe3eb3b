import { join } from 'node:path';
import type { PermissionReport } from '../../local/permissions/permission-report';
import { writeWhole } from '../write-whole';

const KEEP_MILLISECONDS = 5000;

/** Where a run of the laptop leaves what it used of its policies. */
export function permissionReportPath(directory: string): string {
  return join(directory, 'permissions.json');
}

/** Writes the report every five seconds and at the end: a run that is killed leaves one behind. */
export function keepReport(directory: string, report: () => PermissionReport): () => void {
  const path = permissionReportPath(directory);
  const write = () => {
    writeWhole(path, JSON.stringify(report(), null, 2));
  };
  const timer = setInterval(() => {
    try {
      write();
    } catch {
      // A full disk is told of by the services; the next write comes soon.
    }
  }, KEEP_MILLISECONDS);
  timer.unref();
  return () => {
    clearInterval(timer);
    write();
  };
}
