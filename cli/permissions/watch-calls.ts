import { service, type CallGround, type PlannedCall } from './call-ground';
import { planKey, withKey } from './key-use';
import type { PredictedBlock } from './predict-definition';

const PUBLISH = {
  actions: ['sns:Publish'],
  keyActions: ['kms:Decrypt', 'kms:GenerateDataKey'],
};

/** CloudWatch publishes under its own name: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
export function alarmCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const actions = ['alarm_actions', 'ok_actions', 'insufficient_data_actions'].flatMap(
    (name) => (name in by.attributes ? [by.attributes[name]].flat() : []) as string[],
  );
  const topics = actions.filter((arn) => arn.startsWith('arn:aws:sns:'));
  return publishCalls(ground, by, {
    ...{ topics: [...new Set(topics)], publisher: 'cloudwatch' },
    source: String(by.attributes['arn']),
  });
}

/** A rule invokes functions and publishes under its own name: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html */
export function ruleTargetCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const target = String(by.attributes['arn']);
  const rule = ground.find('aws_cloudwatch_event_rule', 'name', by.attributes['rule']);
  const source = String(rule?.attributes['arn']);
  if (target.startsWith('arn:aws:sns:'))
    return publishCalls(ground, by, { topics: [target], publisher: 'events', source });
  if (!target.startsWith('arn:aws:lambda:')) return [];
  return ground.plan(by, service('events'), {
    ...{ actions: ['lambda:InvokeFunction'], resources: [target] },
    context: { 'aws:sourcearn': [source] },
  });
}

/** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Events.html */
export function subscriptionCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const topics = [String(by.attributes['sns_topic_arn'])];
  return publishCalls(ground, by, {
    topics,
    publisher: 'dms',
    source: String(by.attributes['arn']),
  });
}

function publishCalls(
  ground: CallGround,
  by: PredictedBlock,
  given: { topics: readonly string[]; publisher: string; source: string },
): PlannedCall[] {
  const context = { 'aws:sourcearn': [given.source] };
  const caller = service(given.publisher);
  return withKey(ground, by, { ...PUBLISH, caller, resources: given.topics, context });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
const USE_LOG_KEY = ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey'].map(
  (name) => `kms:${name}`,
);

/** CloudWatch Logs encrypts each group in the context of its ARN. */
export function logGroupCalls(ground: CallGround, by: PredictedBlock): PlannedCall[] {
  const { region, attributes } = by;
  if (!('kms_key_id' in attributes)) return [];
  const use = {
    ...{ keyArn: String(attributes['kms_key_id']), service: 'logs' },
    encryptionContext: { 'aws:logs:arn': String(attributes['arn']) },
  };
  const caller = service(`logs.${region}`);
  return planKey(ground, by, { caller, actions: USE_LOG_KEY, use });
}
