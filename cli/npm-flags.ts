import type { Command } from 'commander';
import { UserError } from './user-error';

/**
 * `npm run demo --rows 5` gives `--rows` to npm, which keeps it as npm_config_rows and runs the script
 * without it. Notices that for each option of the program and says what to type.
 */
export function refuseSwallowedFlags(
  program: Command,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  const script = environment['npm_lifecycle_event'];
  // npx hands on whatever stands behind the command; what stands before it is its own.
  if (script === undefined || script === 'npx') return;
  const commands = [
    program,
    ...program.commands.flatMap((command) => [command, ...command.commands]),
  ];
  const names = commands.flatMap((command) => command.options.map((option) => option.name()));
  const swallowed = [...new Set(names)].filter(
    (name) =>
      environment[`npm_config_${name.replaceAll('-', '_')}`] !== undefined && name !== 'json',
  );
  const [first] = swallowed;
  if (first === undefined) return;
  throw new UserError(
    `npm took --${swallowed.join(', --')} for itself. Put "--" before the script's flags: npm run ${script} -- --${first} …`,
  );
}
