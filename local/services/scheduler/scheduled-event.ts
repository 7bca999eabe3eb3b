import type { Cloud } from '../../cloud';

/** The event a function gets from a schedule that gives no input of its own. */
export function scheduledEvent(
  cloud: Pick<Cloud, 'account' | 'region' | 'chance'>,
  from: { source: 'aws.events' | 'aws.scheduler'; arn: string },
  atMs: number,
): string {
  return JSON.stringify({
    version: '0',
    id: cloud.chance.uuid(),
    'detail-type': 'Scheduled Event',
    source: from.source,
    account: cloud.account,
    time: new Date(atMs).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    region: cloud.region,
    resources: [from.arn],
    detail: from.source === 'aws.events' ? {} : '{}',
  });
}
