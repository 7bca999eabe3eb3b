import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { HAZARDS, type Hazard } from '../../local/hazards/hazard-catalogue';
import {
  feedInput,
  itemFeedInput,
  resources,
  settingsInput,
  synthesizedStacks,
} from '../support/synthesized';

const page = readFileSync(resolve(__dirname, '../../docs/operations.md'), 'utf8');
const headings = [...page.matchAll(/^### ([a-z0-9-]+)$/gm)].map(([, heading]) => heading);

const stacks = synthesizedStacks(
  settingsInput({ feeds: { billing: feedInput(), people: itemFeedInput() } }),
);

/** The ends of the names in a feed of each kind: `tributary-dev-billing-stream-iterator-age`. */
function named(type: string, argument: string): string[] {
  const ends = ['billing', 'people'].flatMap((feed) =>
    resources(stacks[feed]!, type).map(([, block]) =>
      String(block[argument]).replace(`tributary-dev-${feed}-`, ''),
    ),
  );
  return [...new Set(ends)];
}

describe('docs/operations.md', () => {
  it('has a section for every alarm, and none for an alarm that there is not', () => {
    const alarms = named('aws_cloudwatch_metric_alarm', 'alarm_name');
    const events = ['replication-stopped', 'replication-events'];

    expect(alarms.length).toBeGreaterThan(0);
    expect([...headings].sort()).toEqual([...alarms, ...events].sort());
  });

  it('names the events that reach the operators without an alarm', () => {
    expect(named('aws_cloudwatch_event_rule', 'name')).toContain('replication-stopped');
    expect(named('aws_dms_event_subscription', 'name')).toEqual(['replication-events']);
  });

  it('lists each hazard with what happens and the page that says so', () => {
    const listed = [...page.matchAll(/^\| `([a-z0-9-]+)` +\| (.+?) +\| \[page\]\((\S+)\) +\|$/gm)];

    expect(listed.map(([, name, what, url]) => [name, what, url])).toEqual(
      Object.entries(HAZARDS).map(([name, hazard]) => [name, hazard.what, hazard.page]),
    );
  });

  it('says where a hazard goes beyond its page', () => {
    const listed = [...page.matchAll(/^- `([a-z0-9-]+)`: (.+)\.$/gm)];
    const hazards: [string, Hazard][] = Object.entries(HAZARDS);

    expect(listed.map(([, name, beyond]) => [name, beyond])).toEqual(
      hazards.flatMap(([name, { beyond }]) => (beyond === undefined ? [] : [[name, beyond]])),
    );
  });
});
