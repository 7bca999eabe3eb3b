import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { declaredOperation } from '../declared-operation';
import { invalid } from './message';
import { page } from './page';
import type { SnsState, Topic } from './sns-state';

/** https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html, what the laptop keeps. */
const SETTABLE = [
  'DisplayName',
  'Policy',
  'DeliveryPolicy',
  'KmsMasterKeyId',
  'SignatureVersion',
  'TracingConfig',
];

const tag = z.strictObject({ Key: z.string(), Value: z.string() });
const topicArn = z.strictObject({ TopicArn: z.string() });

/** Operations on topics. Standard topics only: FIFO topics are refused. */
export function topicOperations(cloud: Cloud, state: SnsState) {
  return {
    CreateTopic: declaredOperation({
      iam: 'sns:CreateTopic',
      input: z.strictObject({
        Name: z.string(),
        Attributes: z.record(z.string(), z.string()).optional(),
        Tags: z.array(tag).optional(),
      }),
      invalid: 'InvalidParameter',
      resources: (input) => [state.topicArn(input.Name)],
      run: async (input) => {
        const tags = Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
        return {
          TopicArn: await createTopic(state, {
            name: input.Name,
            attributes: input.Attributes ?? {},
            tags,
          }),
        };
      },
    }),
    DeleteTopic: declaredOperation({
      iam: 'sns:DeleteTopic',
      input: topicArn,
      invalid: 'InvalidParameter',
      resources: (input) => [input.TopicArn],
      run: async (input) => {
        await state.loaded();
        await state.deleteTopic(input.TopicArn);
        return {};
      },
    }),
    ListTopics: declaredOperation({
      iam: 'sns:ListTopics',
      input: z.strictObject({ NextToken: z.string().optional() }),
      invalid: 'InvalidParameter',
      run: async (input) => {
        await state.loaded();
        const { items, ...rest } = page(state.topics(), input.NextToken);
        return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...rest };
      },
    }),
    ...topicAttributeOperations(cloud, state),
  };
}

function topicAttributeOperations(cloud: Cloud, state: SnsState) {
  return {
    GetTopicAttributes: declaredOperation({
      iam: 'sns:GetTopicAttributes',
      input: topicArn,
      invalid: 'InvalidParameter',
      resources: (input) => [input.TopicArn],
      run: async (input) => {
        await state.loaded();
        return { Attributes: attributesOf(cloud, state, state.topic(input.TopicArn)) };
      },
    }),
    SetTopicAttributes: declaredOperation({
      iam: 'sns:SetTopicAttributes',
      input: z.strictObject({
        TopicArn: z.string(),
        AttributeName: z.string(),
        AttributeValue: z.string().optional(),
      }),
      invalid: 'InvalidParameter',
      resources: (input) => [input.TopicArn],
      run: async (input) => {
        await state.loaded();
        const topic = state.topic(input.TopicArn);
        const attributes = { [input.AttributeName]: input.AttributeValue ?? '' };
        checkAttributes(attributes);
        await state.saveTopic({ ...topic, attributes: { ...topic.attributes, ...attributes } });
        return {};
      },
    }),
    ListTagsForResource: declaredOperation({
      iam: 'sns:ListTagsForResource',
      input: z.strictObject({ ResourceArn: z.string() }),
      invalid: 'InvalidParameter',
      resources: (input) => [input.ResourceArn],
      run: async (input) => {
        await state.loaded();
        const { tags } = state.topic(input.ResourceArn);
        return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
      },
    }),
  };
}

/** Creates the topic, or finds the one of that name; a second declaration replaces its attributes. */
export async function createTopic(
  state: SnsState,
  wanted: Pick<Topic, 'name' | 'attributes' | 'tags' | 'declaredBy'>,
): Promise<string> {
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(wanted.name)) throw invalid('Topic Name');
  checkAttributes(wanted.attributes);
  await state.loaded();
  const arn = state.topicArn(wanted.name);
  const known = state.topics().some((topic) => topic.arn === arn);
  if (!known || wanted.declaredBy !== undefined) await state.saveTopic({ ...wanted, arn });
  return arn;
}

function checkAttributes(attributes: Record<string, string>): void {
  const unknown = Object.keys(attributes).find((name) => !SETTABLE.includes(name));
  if (unknown !== undefined) throw invalid(`AttributeName: ${unknown} is not supported here`);
}

function attributesOf(cloud: Cloud, state: SnsState, topic: Topic): Record<string, string> {
  const subscriptions = state.subscriptions(topic.arn);
  const pending = subscriptions.filter((each) => each.pending).length;
  return {
    Policy: defaultPolicy(topic.arn, cloud.account),
    DisplayName: '',
    ...topic.attributes,
    TopicArn: topic.arn,
    Owner: cloud.account,
    SubscriptionsPending: String(pending),
    SubscriptionsConfirmed: String(subscriptions.length - pending),
    SubscriptionsDeleted: '0',
  };
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html: what a new topic has. */
function defaultPolicy(arn: string, account: string): string {
  const actions = ['GetTopicAttributes', 'SetTopicAttributes', 'AddPermission', 'RemovePermission'];
  const more = ['DeleteTopic', 'Subscribe', 'ListSubscriptionsByTopic', 'Publish'];
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [...actions, ...more].map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': account } },
      },
    ],
  });
}
