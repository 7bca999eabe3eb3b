import {
  DescribeConnectionsCommand,
  TestConnectionCommand,
  type Connection,
} from '@aws-sdk/client-database-migration-service';
import type { RelationalTarget } from '../target';
import type { Screen } from '../screen';
import { UserError } from '../user-error';
import { nextPoll } from './next-poll';

const POLLS_MAX = 120;

/** Has DMS connect to source and target, as `dms test` shows; throws with the reason of a failure. */
export async function testEndpoints(target: RelationalTarget, screen: Screen): Promise<void> {
  const { sourceEndpointArn, targetEndpointArn } = target.feed.dms;
  for (const [kind, arn] of [
    ['source endpoint', sourceEndpointArn],
    ['target endpoint', targetEndpointArn],
  ] as const) {
    screen.status(`testing the ${kind}`);
    const tested = await testEndpoint(target, arn);
    if (tested.Status !== 'successful') {
      throw new UserError(
        `The ${kind} ${tested.EndpointIdentifier ?? arn} cannot be reached: ${tested.LastFailureMessage ?? 'no reason given'}`,
      );
    }
    screen.line(`  ${kind.padEnd(28)} reachable`);
  }
}

async function testEndpoint(target: RelationalTarget, endpointArn: string): Promise<Connection> {
  await target.clients.dms.send(
    new TestConnectionCommand({
      ReplicationInstanceArn: target.feed.dms.instanceArn,
      EndpointArn: endpointArn,
    }),
  );
  for (let poll = 0; poll < POLLS_MAX; poll += 1) {
    const { Connections = [] } = await target.clients.dms.send(
      new DescribeConnectionsCommand({
        Filters: [{ Name: 'endpoint-arn', Values: [endpointArn] }],
      }),
    );
    const [connection] = Connections;
    if (connection !== undefined && connection.Status !== 'testing') return connection;
    await nextPoll(target);
  }
  throw new UserError(`DMS still tests ${endpointArn}; look again with "tributary dms status".`);
}
