import {
  DescribeKinesisStreamingDestinationCommand,
  DisableKinesisStreamingDestinationCommand,
  type KinesisDataStreamDestination,
} from '@aws-sdk/client-dynamodb';
import type { Screen } from '../screen';
import type { DynamoTarget } from '../target';
import { UserError } from '../user-error';
import { nextPoll } from './next-poll';

/** The table's Kinesis streaming destination that writes to the feed's stream. */
export async function describeDestination(
  target: DynamoTarget,
): Promise<KinesisDataStreamDestination | undefined> {
  const { stream, table } = target.feed;
  const { KinesisDataStreamDestinations: destinations = [] } = await target.clients.dynamodb.send(
    new DescribeKinesisStreamingDestinationCommand({ TableName: table.name }),
  );
  return destinations.find(({ StreamArn }) => StreamArn === stream.arn);
}

/** Waits until the table writes its changes into the stream: from then on none is missed. */
export async function awaitDestination(target: DynamoTarget, screen: Screen): Promise<void> {
  const { stream, table } = target.feed;
  for (;;) {
    const destination = await describeDestination(target);
    const status = destination?.DestinationStatus;
    if (status === 'ACTIVE' || status === 'UPDATING') {
      const precision = destination?.ApproximateCreationDateTimePrecision ?? 'MILLISECOND';
      screen.line(
        `  ${'streaming destination'.padEnd(28)} active, times in ${precision.toLowerCase()}s`,
      );
      return;
    }
    if (status !== 'ENABLING') {
      const why = destination?.DestinationStatusDescription ?? status ?? 'it has none';
      throw new UserError(
        `Table ${table.name} does not write to stream ${stream.name}: ${why}. "tributary up" sets its streaming destination.`,
      );
    }
    screen.status(`the streaming destination of ${table.name} is being enabled`);
    await nextPoll(target);
  }
}

/** Ends the writing into the stream, so that nothing comes after what is emptied. */
export async function disableDestination(target: DynamoTarget, screen: Screen): Promise<void> {
  const { stream, table } = target.feed;
  const label = 'streaming destination'.padEnd(28);
  const status = (await describeDestination(target))?.DestinationStatus;
  if (status === undefined || status === 'DISABLED') {
    screen.line(`  ${label} is disabled already`);
    return;
  }
  if (status !== 'DISABLING') {
    await target.clients.dynamodb.send(
      new DisableKinesisStreamingDestinationCommand({
        TableName: table.name,
        StreamArn: stream.arn,
      }),
    );
  }
  while ((await describeDestination(target))?.DestinationStatus === 'DISABLING') {
    screen.status(`the streaming destination of ${table.name} is being disabled`);
    await nextPoll(target);
  }
  screen.line(`  ${label} disabled`);
}
