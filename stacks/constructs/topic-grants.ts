import type { Place } from './deployment';
import type { Statement } from './policy';

export function publishTo(topicArn: string): Statement {
  return { sid: 'PublishAlerts', actions: ['sns:Publish'], resources: [topicArn] };
}

/** SMS by number: https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html */
export function publishSms(region: string, account: string): Statement[] {
  return [
    { sid: 'PublishSms', actions: ['sns:Publish'], resources: ['*'] },
    {
      sid: 'PublishSmsOnly',
      effect: 'Deny',
      actions: ['sns:Publish'],
      resources: [`arn:aws:sns:${region}:${account}:*`],
    },
  ];
}

/** Refuses to take a message that does not come over TLS. */
export function denyPlainTextPublish(topicArn: string): Statement {
  return {
    sid: 'DenyPlainTextPublish',
    effect: 'Deny',
    actions: ['sns:Publish'],
    resources: [topicArn],
    principals: { AWS: ['*'] },
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** Alarms, rules and DMS events of this account and region. */
export function publishByServices(topicArn: string, { account, region }: Place): Statement[] {
  const from = (service: string, sid: string, conditions: Statement['conditions']): Statement => ({
    sid,
    actions: ['sns:Publish'],
    resources: [topicArn],
    principals: { Service: [service] },
    ...(conditions !== undefined && { conditions }),
  });
  const source = (pattern: string) => ({
    ArnLike: { 'aws:SourceArn': `arn:aws:${pattern}` },
    StringEquals: { 'aws:SourceAccount': account },
  });
  return [
    from(
      'cloudwatch.amazonaws.com',
      'PublishByAlarms',
      source(`cloudwatch:${region}:${account}:alarm:*`),
    ),
    from('events.amazonaws.com', 'PublishByRules', {
      ArnLike: { 'aws:SourceArn': `arn:aws:events:${region}:${account}:rule/*` },
    }),
    from('dms.amazonaws.com', 'PublishByReplication', {
      StringEquals: { 'aws:SourceAccount': account },
    }),
  ];
}
