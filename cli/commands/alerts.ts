import type { Command } from 'commander';
import { listOpenAlerts, type OpenAlert } from '../alerts/list-open-alerts';
import { addTargetOptions, withRelational, type TargetOptions } from '../command-options';
import { count } from '../progress';
import type { Screen } from '../screen';
import { textTable } from '../text-table';

export function addAlertsCommand(program: Command, screen: Screen): void {
  const alerts = program.command('alerts').description('alerts that wait for an operator');
  const list = alerts
    .command('list')
    .description(
      'alerts in doubt (were they sent?) and not alerted (they came by a reload or a repair)',
    )
    .option('--json', 'one JSON object an alert')
    .action((options: TargetOptions & { json?: true }) =>
      withRelational(options, async (target) => {
        const open = await listOpenAlerts(target, Date.now());
        if (options.json !== true) screen.line(alertsText(open));
        else for (const alert of open) screen.line(JSON.stringify(alert));
      }),
    );
  addTargetOptions(list, 'reads');
}

/** A table and what it means; one sentence when nothing waits. */
export function alertsText(open: readonly OpenAlert[]): string {
  if (open.length === 0) return 'No alert is in doubt, and none was left out.';
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
  const inDoubt = open.filter(({ state }) => state === 'in-doubt').length;
  return `${textTable([heading, ...rows])}\n\n${count(inDoubt)} in doubt, ${count(open.length - inDoubt)} not alerted. --json shows each message.`;
}
