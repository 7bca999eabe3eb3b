import { ListExportsCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { loadSettings } from '../load-settings';
import type { Screen } from '../screen';
import type { DynamoTarget } from '../target';
import { proveDelivery } from './prove-delivery';
import { awaitDestination } from './streaming-destination';

/** From a deployed stack to a DynamoDB feed that runs. Each step may be repeated. */
export async function bringUpDynamo(target: DynamoTarget, screen: Screen): Promise<void> {
  await awaitDestination(target, screen);
  await proveDelivery(target, screen);
  if (!(await hasOlderItems(target))) return;
  screen.line(
    `  Items that were in ${target.feed.table.name} before are not in the lake: "tributary load --target ${target.name}" brings them.`,
  );
}

/** A table that was given may hold items of which no stream record will ever tell. */
async function hasOlderItems({ feed, clients }: DynamoTarget): Promise<boolean> {
  const declared = loadSettings().feeds[feed.feed];
  if (declared?.kind !== 'dynamodb' || declared.table.kind !== 'existing') return false;
  const { Count = 0 } = await clients.dynamodb.send(
    new ScanCommand({ TableName: feed.table.name, Limit: 1, Select: 'COUNT' }),
  );
  if (Count === 0) return false;
  const { ExportSummaries = [] } = await clients.dynamodb.send(
    new ListExportsCommand({ TableArn: feed.table.arn }),
  );
  return !ExportSummaries.some(({ ExportStatus }) => ExportStatus === 'COMPLETED');
}
