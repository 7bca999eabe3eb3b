import { settings as projectSettings } from '../../settings';
import type { StackDefinition } from '../../local/definition/read-definition';
import { decide, type AccessRequest, type Policies } from '../../local/permissions/decide';
import { readPolicy, type Policy } from '../../local/permissions/policy';
import { CONTACT_PHONE } from '../../wire/usage-history';
import { inProcessCloud, type InProcessCloud, type InProcessDefinition } from './in-process-cloud';
import { itemCloud, peopleStacks } from './item-cloud';
import { TWO_ACCOUNTS } from './synthesized';
import { synthesizedDefinition } from './synthesized-definition';
import { DELIVERY_MILLISECONDS, execute, loadFeed } from './whole-feed';

/** A question that a run asked of its policies, with the policies that answered. */
export interface RecordedCall {
  request: AccessRequest;
  policies: Policies;
}

/** The in-process run of a feed: all it asked, and every policy that it had. */
export interface RecordedFeed {
  name: string;
  stacks: readonly StackDefinition[];
  calls: readonly RecordedCall[];
  policies: readonly Policy[];
}

/** Both kinds of feed, across accounts too, with a replica, a crawler, and customers told by SMS. */
export const FEEDS: readonly { name: string; record: () => Promise<RecordedFeed> }[] = [
  {
    name: 'SQL Server',
    record: () =>
      recordRelational('SQL Server', synthesizedDefinition(projectSettings), async (cloud) => {
        await testConnections(cloud);
        await putAside(cloud);
        await execute(cloud, BILL);
        await cloud.clock.advance(DELIVERY_MILLISECONDS);
        await publishAgain(cloud);
      }),
  },
  {
    name: 'SQL Server with contacts and a replica of the lake',
    record: () =>
      recordRelational('contacts', contactsStacks(), async (cloud) => {
        await cloud.call('dynamodb', 'PutItem', {
          TableName: cloud.feed.alerts.ledgerTable.replace(/ledger$/, 'contacts'),
          Item: { customer_id: { S: '1219578' }, [CONTACT_PHONE]: { S: '+15555550100' } },
        });
        await execute(cloud, BILL);
        await changeReplicated(cloud);
      }),
  },
  {
    name: 'DynamoDB with a crawler',
    record: () => recordItems('DynamoDB', peopleStacks({ crawler: true })),
  },
  {
    name: 'DynamoDB across accounts',
    record: () => recordItems('across accounts', peopleStacks({ accounts: TWO_ACCOUNTS })),
  },
];

/** Keeps what was allowed. */
function recorderOf(calls: RecordedCall[]) {
  return (request: AccessRequest, policies: Policies): void => {
    if (decide(request, policies).allowed) calls.push({ request, policies });
  };
}

async function recordItems(
  name: string,
  stacks: readonly StackDefinition[],
): Promise<RecordedFeed> {
  const calls: RecordedCall[] = [];
  const onDecision = recorderOf(calls);
  const cloud = await itemCloud({ stacks, onDecision });
  await cloud.put({ id: { S: '864732' }, jobTitle: { S: 'Architect' } });
  await cloud.deliver();
  await cloud.query('SELECT count(*) FROM people_changes');
  for (const crawler of crawlersOf(stacks)) {
    await cloud.callIn(cloud.feed.lake.account)('glue', 'StartCrawler', { Name: crawler });
    await cloud.clock.advance(1000);
  }
  const recorded = { name, stacks, calls, policies: policiesOf(cloud) };
  await cloud.close();
  return recorded;
}

async function recordRelational(
  name: string,
  stacks: readonly StackDefinition[],
  change: (cloud: InProcessCloud) => Promise<void>,
): Promise<RecordedFeed> {
  const calls: RecordedCall[] = [];
  const onDecision = recorderOf(calls);
  const cloud = await inProcessCloud({ stacks, onDecision });
  await loadFeed(cloud);
  await change(cloud);
  await giveTheWatchReason(cloud);
  // Past the next check for suspended tables, and the next look of the watch.
  await cloud.clock.advance(3 * DELIVERY_MILLISECONDS);
  const recorded = { name, stacks, calls, policies: policiesOf(cloud) };
  await cloud.close();
  return recorded;
}

const BILL =
  "INSERT INTO dbo.invoices VALUES (77, 1219578, '2022-05-15', '2022-05-30', NULL, 30, '15')";

/** As the console's "Test connection". */
async function testConnections(cloud: InProcessCloud): Promise<void> {
  const { dms } = cloud.feed;
  for (const EndpointArn of [dms.sourceEndpointArn, dms.targetEndpointArn]) {
    await cloud.call('dms', 'TestConnection', {
      ReplicationInstanceArn: dms.instanceArn,
      EndpointArn,
    });
  }
}

/** A gap, which the watch looks after until a reload, and a column that it stops the task in front of. */
async function giveTheWatchReason(cloud: InProcessCloud): Promise<void> {
  const ReplicationTaskArn = cloud.feed.dms.taskArn;
  // Past two looks of the watch, each five minutes.
  const pastTwoLooks = () => cloud.clock.advance(601_000);
  await pastTwoLooks();
  await cloud.call('dms', 'StopReplicationTask', { ReplicationTaskArn });
  await execute(cloud, BILL.replace('77', '79'));
  await cloud.clock.advance(10_000);
  await execute(cloud, CLEAN_UP);
  await cloud.call('dms', 'StartReplicationTask', {
    ReplicationTaskArn,
    StartReplicationTaskType: 'resume-processing',
  });
  await execute(cloud, BILL.replace('77', '80'));
  await pastTwoLooks();
  await execute(cloud, 'ALTER TABLE dbo.payments ADD note VARCHAR(20) NULL');
}

const CLEAN_UP = `DECLARE @newest BINARY(10) = sys.fn_cdc_get_max_lsn();
EXEC sys.sp_cdc_cleanup_change_table @capture_instance = N'dbo_invoices', @low_water_mark = @newest`;

/** A topic that takes nothing for a while: the claim of an alert is given back, and taken again. */
async function publishAgain(cloud: InProcessCloud): Promise<void> {
  const TopicArn = cloud.feed.alerts.topicArn;
  const { Attributes } = await cloud.call('sns', 'GetTopicAttributes', { TopicArn });
  const { Policy } = Attributes as { Policy: string };
  const set = (AttributeValue: string) =>
    cloud.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
  const everyone = { AWS: '*' };
  const nothing = { Sid: 'Closed', Effect: 'Deny', Principal: everyone, Action: 'sns:Publish' };
  await set(JSON.stringify({ Version: '2012-10-17', Statement: [{ ...nothing, Resource: '*' }] }));
  await execute(cloud, BILL.replace('77', '78').replace('1219578', '1365142'));
  await cloud.clock.advance(5000);
  await set(Policy);
}

/** A tagged object and a delete marker, which the replica gets as well. */
async function changeReplicated(cloud: InProcessCloud): Promise<void> {
  const object = { Bucket: cloud.feed.lake.bucket, Key: 'people/note.txt' };
  await cloud.call('s3', 'PutObject', { ...object, Body: 'a note', Tagging: 'kind=note' });
  await cloud.call('s3', 'DeleteObject', object);
}

/** A record that nobody can read ends in quarantine, and below the lake's error prefix. */
async function putAside(cloud: InProcessCloud): Promise<void> {
  await cloud.call('kinesis', 'PutRecord', {
    StreamARN: cloud.feed.stream.arn,
    Data: Buffer.from('{"data":{"invoice_id":9'),
    PartitionKey: '1219578',
  });
}

function contactsStacks(): StackDefinition[] {
  const { billing } = projectSettings.feeds;
  if (billing?.kind !== 'sqlserver')
    throw new Error('Expected settings.ts to have a feed billing over SQL Server');
  return synthesizedDefinition({
    ...projectSettings,
    lake: { ...projectSettings.lake, replica: { region: 'eu-central-1' } },
    feeds: { billing: { ...billing, alerts: { ...billing.alerts, recipients: 'contacts' } } },
  });
}

function crawlersOf(stacks: readonly StackDefinition[]): string[] {
  return stacks.flatMap(({ resource }) =>
    Object.values(resource['aws_glue_crawler'] ?? {}).map((block) => String(block['name'])),
  );
}

/** Of every role, with what they trust, and of every resource. */
function policiesOf({ permissions: { sources } }: InProcessDefinition): Policy[] {
  return [
    ...sources.roles().flatMap(({ identity, trust }) => [...identity, trust]),
    ...sources
      .resources()
      .flatMap(({ name, text }) => (text === undefined ? [] : [readPolicy(name, text)])),
  ];
}
