import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { type Access, keyAccesses } from '../../permissions/access';
import { declaredOperation } from '../declared-operation';
import { createDeliver } from './deliver';
import {
  BATCH_ENTRIES_MAX,
  MESSAGE_BYTES_MAX,
  invalid,
  messageBytes,
  messageMembers,
  parseMessage,
} from './message';
import { type Publication, createOutbox } from './outbox';
import type { SnsState } from './sns-state';

const publishInput = z.strictObject({
  ...messageMembers,
  TopicArn: z.string().optional(),
  TargetArn: z.string().optional(),
  PhoneNumber: z.string().optional(),
});

const batchEntry = z.strictObject({ ...messageMembers, Id: z.string() });

const batchInput = z.strictObject({
  TopicArn: z.string(),
  PublishBatchRequestEntries: z.array(batchEntry),
});

/** Publish and PublishBatch; both resolve once every file of the outbox is written. */
export function publishOperations(cloud: Cloud, state: SnsState) {
  const publish = createPublish(cloud, state);
  return {
    Publish: declaredOperation({
      iam: 'sns:Publish',
      input: publishInput,
      invalid: 'InvalidParameter',
      accesses: ({ TopicArn, TargetArn, PhoneNumber }) =>
        publishAccesses(cloud, state, TopicArn ?? TargetArn ?? PhoneNumber ?? '*'),
      run: async (input) => ({ MessageId: await publish(input) }),
    }),
    PublishBatch: declaredOperation({
      iam: 'sns:Publish',
      input: batchInput,
      invalid: 'InvalidParameter',
      accesses: ({ TopicArn }) => publishAccesses(cloud, state, TopicArn),
      run: async (input) => {
        checkBatch(input.PublishBatchRequestEntries);
        await state.loaded();
        state.topic(input.TopicArn);
        return publishEntries(publish, input);
      },
    }),
  };
}

/**
 * An encrypted topic asks its key as the publisher:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
async function publishAccesses(cloud: Cloud, state: SnsState, resource: string): Promise<Access[]> {
  await state.loaded();
  const topic = state.topics().find(({ arn }) => arn === resource);
  return [
    { action: 'sns:Publish', resource },
    ...keyAccesses(cloud, {
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      key: topic?.attributes['KmsMasterKeyId'],
      via: 'sns',
      encryptionContext: { 'aws:sns:topicArn': resource },
    }),
  ];
}

type Publish = (input: z.output<typeof publishInput>) => Promise<string>;

function createPublish(cloud: Cloud, state: SnsState): Publish {
  const outbox = createOutbox(cloud);
  const deliver = createDeliver(cloud, outbox);
  return async (input) => {
    const { topicArn, phoneNumber } = targetOf(input);
    await state.loaded();
    if (topicArn !== undefined) state.topic(topicArn);
    const publication: Publication = {
      messageId: cloud.chance.uuid(),
      topicArn,
      sentAtMilliseconds: cloud.clock.now(),
      message: parseMessage(input),
    };
    if (phoneNumber !== undefined) {
      await outbox.textMessage(publication, phoneNumber);
    } else {
      await outbox.published(publication);
      const subscriptions = state.subscriptions(topicArn);
      await Promise.all(subscriptions.map((each) => deliver(publication, each)));
    }
    return publication.messageId;
  };
}

function targetOf(input: z.output<typeof publishInput>) {
  const topicArn = input.TopicArn ?? input.TargetArn;
  const { PhoneNumber: phoneNumber } = input;
  if (topicArn === undefined && phoneNumber === undefined) {
    throw invalid('TopicArn or TargetArn Reason: no value for required parameter');
  }
  if (topicArn !== undefined && phoneNumber !== undefined) {
    throw invalid('Only one of TopicArn, TargetArn and PhoneNumber may be given');
  }
  if (phoneNumber !== undefined && !isPhoneNumber(phoneNumber)) {
    throw invalid(`PhoneNumber Reason: ${phoneNumber} is not valid to publish to`);
  }
  return { topicArn, phoneNumber };
}

/** E.164: a plus sign and at most fifteen digits. */
export function isPhoneNumber(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text);
}

function checkBatch(entries: z.output<typeof batchEntry>[]): void {
  if (entries.length === 0) {
    throw new ServiceError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  }
  if (entries.length > BATCH_ENTRIES_MAX) {
    throw new ServiceError(
      'TooManyEntriesInBatchRequest',
      `The batch request contains more entries than permissible (more than ${BATCH_ENTRIES_MAX}).`,
    );
  }
  if (new Set(entries.map((entry) => entry.Id)).size < entries.length) {
    throw new ServiceError(
      'BatchEntryIdsNotDistinct',
      'Two or more batch entries in the request have the same Id.',
    );
  }
  const bytes = entries.reduce(
    (sum, entry) => sum + messageBytes(entry.Message, entry.MessageAttributes ?? {}),
    0,
  );
  if (bytes > MESSAGE_BYTES_MAX) {
    throw new ServiceError(
      'BatchRequestTooLong',
      `The length of all the batch messages put together is more than the limit of ${MESSAGE_BYTES_MAX} bytes.`,
    );
  }
}

async function publishEntries(publish: Publish, input: z.output<typeof batchInput>) {
  const Successful: { Id: string; MessageId: string }[] = [];
  const Failed: { Id: string; Code: string; Message: string; SenderFault: boolean }[] = [];
  for (const { Id, ...message } of input.PublishBatchRequestEntries) {
    try {
      const MessageId = await publish({ ...message, TopicArn: input.TopicArn });
      Successful.push({ Id, MessageId });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      Failed.push({ Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}
