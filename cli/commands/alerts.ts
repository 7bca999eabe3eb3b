import { Option, type Command } from 'commander';
import { askAlerts } from '../alerts/ask-alerts';
import { listOpenAlerts, type OpenAlert } from '../alerts/list-open-alerts';
import { readSwitch } from '../alerts/read-switch';
import { discardHeld, heldAlerts, releaseHeld, type HeldFilter } from '../alerts/settle-held';
import { addTargetOptions, withRelational, type TargetOptions } from '../command-options';
import { count } from '../progress';
import type { Screen } from '../screen';
import type { RelationalTarget } from '../target';
import { textTable } from '../text-table';
import { UserError } from '../user-error';

interface HeldOptions extends TargetOptions, HeldFilter {
  all?: true;
}

export function addAlertsCommand(program: Command, screen: Screen): void {
  const alerts = program.command('alerts').description('alerts that wait for an operator');
  const list = alerts
    .command('list')
    .description('alerts in doubt (were they sent?), held (by the brake) and not alerted')
    .option('--json', 'one JSON object an alert')
    .action((options: TargetOptions & { json?: true }) =>
      withRelational(options, (target) => show(target, options, screen)),
    );
  addTargetOptions(list, 'reads');
  const hold = alerts
    .command('hold')
    .description('send no alert from now on: all are held until a release')
    .option('--reason <text>', 'shown by "alerts list"', 'no reason was given')
    .action((options: TargetOptions & { reason: string }) =>
      withRelational(options, async (target) => {
        const { heldSince } = await askAlerts(target, { action: 'hold', reason: options.reason });
        screen.line(`All alerts are held since ${heldSince}, from two seconds on at the latest.`);
        screen.line('"tributary alerts release --all" ends it and sends them.');
      }),
    );
  addTargetOptions(hold, 'writes');
  const release = alerts
    .command('release')
    .description('send held alerts, each once; with --all also end the hold of "alerts hold"')
    .action((options: HeldOptions) =>
      withRelational(options, (target) => releaseChosen(target, options, screen)),
    );
  addTargetOptions(addHeldOptions(release), 'writes');
  const discard = alerts
    .command('discard')
    .description('never send held alerts, such as those of a bad batch')
    .action((options: HeldOptions) =>
      withRelational(options, (target) => discardChosen(target, options, screen)),
    );
  addTargetOptions(addHeldOptions(discard), 'writes');
}

function addHeldOptions(command: Command): Command {
  return command
    .option('--all', 'all that are held')
    .option('--customer <id>', 'of this customer')
    .addOption(
      new Option('--kind <kind>', 'of this kind').choices(['bill-ready', 'usage-above-normal']),
    )
    .option('--month <month>', 'of this billing month, such as 2022-04');
}

/** All must be asked for by name: nobody pages a city by a slip. */
function filterOf({ all, customer, kind, month }: HeldOptions): HeldFilter {
  const filter = {
    ...(customer !== undefined && { customer }),
    ...(kind !== undefined && { kind }),
    ...(month !== undefined && { month }),
  };
  if ((all === true) === Object.keys(filter).length > 0) {
    throw new UserError('Give either --all or some of --customer, --kind and --month.');
  }
  return filter;
}

async function show(
  target: RelationalTarget,
  { json }: { json?: true },
  screen: Screen,
): Promise<void> {
  const open = await listOpenAlerts(target, Date.now());
  if (json === true) {
    for (const alert of open) screen.line(JSON.stringify(alert));
    return;
  }
  const held = await readSwitch(target);
  if (held !== undefined) {
    screen.line(`An operator holds all alerts since ${held.heldSince}: ${held.reason}`);
  }
  screen.line(alertsText(open));
}

async function releaseChosen(
  target: RelationalTarget,
  options: HeldOptions,
  screen: Screen,
): Promise<void> {
  const filter = filterOf(options);
  if (options.all === true) {
    const { heldSince } = await askAlerts(target, { action: 'resume' });
    if (heldSince !== null) screen.line(`The hold since ${heldSince} has ended.`);
  }
  const alerts = await heldAlerts(target, filter);
  const outcomes = await releaseHeld(target, alerts, screen);
  const named = Object.entries(outcomes).map(([name, number]) => `${count(number)} ${name}`);
  screen.line(alerts.length === 0 ? 'No such alert is held.' : `Released: ${named.join(', ')}.`);
}

async function discardChosen(
  target: RelationalTarget,
  options: HeldOptions,
  screen: Screen,
): Promise<void> {
  const discarded = await discardHeld(target, await heldAlerts(target, filterOf(options)));
  screen.line(`${count(discarded)} held alerts are discarded: they are never sent.`);
}

/** A table and what it means; one sentence when nothing waits. */
export function alertsText(open: readonly OpenAlert[]): string {
  if (open.length === 0) return 'No alert is in doubt, none is held, and none was left out.';
  const heading = ['state', 'customer', 'kind', 'month', 'invoice', 'since', 'reason'];
  const rows = open.map((alert) => [
    alert.state,
    alert.customerId,
    alert.kind,
    alert.period,
    alert.invoiceId,
    alert.claimedAt,
    alert.reason,
  ]);
  const states = (['in-doubt', 'held', 'not-alerted'] as const).map((state) => {
    const number = open.filter((alert) => alert.state === state).length;
    return `${count(number)} ${state.replace('-', ' ')}`;
  });
  return `${textTable([heading, ...rows])}\n\n${states.join(', ')}. --json shows each message.`;
}
