import { DescribeTableCommand, ListExportsCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import type { Command } from 'commander';
import { gapWithRemedy, type SourceWatchState } from '../../wire/source-watch';
import { addTargetOptions, withEachTarget, type TargetOptions } from '../command-options';
import { recoveryStatus } from '../load/request-export';
import type { Screen } from '../screen';
import { readSourceWatch } from '../source-watch/read-source-watch';
import { describeTask } from '../steps/start-task';
import { describeDestination } from '../steps/streaming-destination';
import { byKind, type DynamoTarget, type RelationalTarget, type Target } from '../target';

interface StatusOptions extends TargetOptions {
  json?: true;
}

/** What a part of a feed is and how it stands: `['stream', 'tributary-people: ACTIVE']`. */
type Part = readonly [name: string, state: string];

export function addStatusCommand(program: Command, screen: Screen): void {
  const command = program
    .command('status')
    .description("how each feed's source and stream stand; needs no access to the lake")
    .option('--json', 'one JSON object a feed')
    .action((options: StatusOptions) =>
      withEachTarget(options, screen, async (target) => {
        const parts = await partsOf(target);
        if (options.json === true) {
          screen.line(JSON.stringify({ feed: target.feed.feed, ...Object.fromEntries(parts) }));
          return;
        }
        screen.line(`${target.feed.feed} (${target.feed.kind})`);
        for (const [name, state] of parts) screen.line(`  ${name.padEnd(28)} ${state}`);
      }),
    );
  addTargetOptions(command, 'reads');
}

async function partsOf(target: Target): Promise<Part[]> {
  const source = await byKind(target, { sqlserver: taskParts, dynamodb: tableParts });
  const { StreamDescriptionSummary: stream } = await target.clients.kinesis.send(
    new DescribeStreamSummaryCommand({ StreamARN: target.feed.stream.arn }),
  );
  return [
    ...source,
    ['stream', `${target.feed.stream.name}: ${stream?.StreamStatus ?? 'unknown'}`],
  ];
}

async function taskParts(target: RelationalTarget): Promise<Part[]> {
  const { Status = 'unknown', StopReason, LastFailureMessage } = await describeTask(target);
  const found = await readSourceWatch(target);
  return [
    ['replication task', `${Status} ${LastFailureMessage ?? StopReason ?? ''}`.trimEnd()],
    ...sourceParts(found),
  ];
}

/** One line where all is well, else one for each thing that is not. */
function sourceParts(state: SourceWatchState | undefined): Part[] {
  if (state === undefined) return [['source', 'not looked at yet']];
  const { findings, gaps, stoppedBecause, lookedAt } = state;
  const parts: Part[] = [
    ...findings.map(({ subject, found, mend }): Part => [
      `source: ${subject}`,
      `${found}. ${mend}`,
    ]),
    ...gaps.map((gap): Part => ['source: gap', gapWithRemedy(gap)]),
  ];
  if (stoppedBecause !== null) parts.push(['source: task stopped', stoppedBecause]);
  if (parts.length > 0) return parts;
  return [['source', `as it should be, at ${lookedAt}`]];
}

async function tableParts(target: DynamoTarget): Promise<Part[]> {
  const { dynamodb } = target.clients;
  const { name, arn } = target.feed.table;
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
  const destination = await describeDestination(target);
  const { ExportSummaries = [] } = await dynamodb.send(new ListExportsCommand({ TableArn: arn }));
  return [
    ['table', `${name}: ${Table?.TableStatus ?? 'unknown'}`],
    ['streaming destination', destination?.DestinationStatus ?? 'none'],
    ['point-in-time recovery', await recoveryStatus(target)],
    ...ExportSummaries.map(({ ExportArn = '', ExportStatus = '' }): Part => [
      'export',
      `${ExportArn} ${ExportStatus}`,
    ]),
  ];
}
