import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readDefinition } from '../../local/definition/read-definition';
import { namedFeed } from '../declared-feeds';
import { loadSettings } from '../load-settings';
import { preflight } from '../permissions/preflight';
import { preflightLines } from '../permissions/preflight-text';
import { listAwsOnly, reportPermissions } from '../permissions/report-permissions';
import type { Screen } from '../screen';
import { synthesizeDefinition } from '../synthesize-definition';

interface PermissionsOptions {
  preflight?: true;
  awsOnly?: true;
  feed?: string;
  json?: true;
}

/** Stands for the account that the caller's credentials will name. */
const CALLERS_ACCOUNT = '000000000000';

export function addPermissionsCommand(program: Command, screen: Screen): void {
  program
    .command('permissions')
    .description(
      'what a run used of its policies and what was refused; --preflight asks before any deployment',
    )
    .option('--preflight', 'every call that the feeds will make, from the synthesized JSON alone')
    .option('--feed <id>', 'with --preflight, only the stacks of this feed')
    .option('--aws-only', 'the rights that the laptop never uses, each with its reason')
    .option('--json', 'as JSON')
    .action((options: PermissionsOptions) => {
      if (options.preflight === true) runPreflight(options, screen);
      else if (options.awsOnly === true) listAwsOnly(options, screen);
      else reportPermissions(options, screen);
    });
}

function runPreflight({ feed, json }: PermissionsOptions, screen: Screen): void {
  const directory = mkdtempSync(join(tmpdir(), 'tributary-preflight-'));
  try {
    synthesizeDefinition(directory, feed === undefined ? undefined : [namedFeed(feed).id]);
    const account = loadSettings().account ?? CALLERS_ACCOUNT;
    const found = preflight(readDefinition(directory), account);
    if (json === true) screen.line(JSON.stringify(found));
    else for (const line of preflightLines(found)) screen.line(line);
    if (found.refused.length > 0) process.exitCode = 1;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
