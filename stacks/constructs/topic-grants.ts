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

/** Services that tell operators something, and the id of the statement that lets them. */
const NOTIFIERS = {
  'cloudwatch.amazonaws.com': 'PublishByAlarms',
  'events.amazonaws.com': 'PublishByRules',
  'dms.amazonaws.com': 'PublishByReplication',
} as const;

export type Notifier = keyof typeof NOTIFIERS;

/**
 * Alarms and DMS events of this account and region, and rules, for which a topic's policy may have no condition:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Events.html
 */
export function publishByServices(
  topicArn: string,
  services: readonly Notifier[],
  { account, region }: Place,
): Statement[] {
  const only: Partial<Record<Notifier, Pick<Statement, 'conditions'>>> = {
    'cloudwatch.amazonaws.com': {
      conditions: {
        ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:*` },
        StringEquals: { 'aws:SourceAccount': account },
      },
    },
    'dms.amazonaws.com': {
      conditions: { ArnLike: { 'aws:SourceArn': `arn:aws:dms:${region}:${account}:es:*` } },
    },
  };
  return services.map((service) => ({
    sid: NOTIFIERS[service],
    actions: ['sns:Publish'],
    resources: [topicArn],
    principals: { Service: [service] },
    ...only[service],
  }));
}
