import type { Command } from 'commander';
import { listAwsOnly, reportPermissions } from '../permissions/report-permissions';
import type { Screen } from '../screen';

interface PermissionsOptions {
  awsOnly?: true;
  json?: true;
}

export function addPermissionsCommand(program: Command, screen: Screen): void {
  program
    .command('permissions')
    .description('what the last run of local or demo used of its policies, and what was refused')
    .option('--aws-only', 'the rights that the laptop never uses, each with its reason')
    .option('--json', 'as JSON')
    .action((options: PermissionsOptions) => {
      if (options.awsOnly === true) listAwsOnly(options, screen);
      else reportPermissions(options, screen);
    });
}
