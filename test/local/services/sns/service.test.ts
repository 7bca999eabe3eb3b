import { createSns } from '../../../../local/services/sns/service';
import { topicResource } from '../../../../local/services/sns/topic-resource';
import { topicSubscriptionResource } from '../../../../local/services/sns/topic-subscription-resource';
import { memoryStorage } from '../../../../local/storage/memory-storage';
import { caller, start, testCloud } from '../laptop-services';

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:bills';

async function setUp(storage = memoryStorage()) {
  const { cloud, reports } = testCloud({ storage });
  const sns = createSns(cloud);
  const call = caller(cloud, sns.service);
  const outbox = cloud.storage.files('outbox');
  const letters = async (prefix: string) => {
    const keys = await outbox.list(prefix);
    const texts = await Promise.all(keys.map((key) => outbox.read(key)));
    return texts.map((text) => JSON.parse(Buffer.from(text!).toString()) as Record<string, string>);
  };
  await call('CreateTopic', { Name: 'bills' });
  return { call, letters, outbox, reports, sns };
}

async function confirmed(place: Awaited<ReturnType<typeof setUp>>, attributes = {}) {
  const { call, letters } = place;
  await call('Subscribe', {
    TopicArn: TOPIC,
    Protocol: 'email',
    Endpoint: 'ana@example.com',
    Attributes: attributes,
  });
  const [letter] = await letters('bills/ana@example.com/');
  await call('ConfirmSubscription', { TopicArn: TOPIC, Token: letter!['token'] });
}

describe('SNS', () => {
  it('answers a new e-mail subscription with pending confirmation', async () => {
    const { call } = await setUp();

    const answer = await call('Subscribe', {
      TopicArn: TOPIC,
      Protocol: 'email',
      Endpoint: 'ana@example.com',
    });

    expect(answer).toEqual({ SubscriptionArn: 'pending confirmation' });
  });

  it('delivers nothing before the subscription is confirmed', async () => {
    const { call, letters } = await setUp();
    const Endpoint = 'ana@example.com';
    await call('Subscribe', { TopicArn: TOPIC, Protocol: 'email', Endpoint });

    await call('Publish', { TopicArn: TOPIC, Message: 'Your bill is ready' });

    expect((await letters('bills/ana@example.com/')).map(({ subject }) => subject)).toEqual([
      'AWS Notification - Subscription Confirmation',
    ]);
  });

  it('writes one readable file per delivered message', async () => {
    const place = await setUp();
    await confirmed(place);

    await place.call('Publish', { TopicArn: TOPIC, Subject: 'Bill', Message: 'Ready' });

    const letters = await place.letters('bills/ana@example.com/2026-11-21T10-00-00.000Z');
    expect(letters.filter(({ subject }) => subject === 'Bill')).toEqual([
      expect.objectContaining({
        to: 'ana@example.com',
        body: 'Ready',
        sentAt: '2026-11-21T10:00:00.000Z',
      }),
    ]);
  });

  it('applies the filter policy of each subscription', async () => {
    const place = await setUp();
    await confirmed(place, { FilterPolicy: '{"customer_id":["7"]}' });

    const MessageAttributes = { customer_id: { DataType: 'String', StringValue: '8' } };
    await place.call('Publish', { TopicArn: TOPIC, Message: 'no', MessageAttributes });
    MessageAttributes.customer_id.StringValue = '7';
    await place.call('Publish', { TopicArn: TOPIC, Message: 'yes', MessageAttributes });

    const bodies = (await place.letters('bills/ana@example.com/')).map(({ body }) => body);
    expect(bodies.filter((body) => body === 'yes' || body === 'no')).toEqual(['yes']);
  });

  it('shows what was published to a topic without subscribers', async () => {
    const { call, letters } = await setUp();

    await call('Publish', { TopicArn: TOPIC, Message: 'Ready' });

    expect(await letters('bills/published/')).toEqual([expect.objectContaining({ body: 'Ready' })]);
  });

  it('sends a text message to a phone number', async () => {
    const { call, letters } = await setUp();

    await call('Publish', { PhoneNumber: '+4366012345678', Message: 'Ready' });

    expect(await letters('sms/+4366012345678/')).toEqual([
      expect.objectContaining({ to: '+4366012345678', body: 'Ready' }),
    ]);
  });

  it('gives each protocol its own body', async () => {
    const place = await setUp();
    await confirmed(place);
    const Message = JSON.stringify({ default: 'd', email: 'e' });

    await place.call('Publish', { TopicArn: TOPIC, Message, MessageStructure: 'json' });

    const bodies = (await place.letters('bills/ana@example.com/')).map(({ body }) => body);
    expect(bodies).toContain('e');
  });

  it.each([
    ['an empty message', { Message: '' }, 'InvalidParameter'],
    ['a message of 262,145 bytes', { Message: 'x'.repeat(262_145) }, 'InvalidParameter'],
    ['a subject of 100 characters', { Message: 'm', Subject: 's'.repeat(100) }, 'InvalidParameter'],
    ['a subject that is not ASCII', { Message: 'm', Subject: 'Größe' }, 'InvalidParameter'],
    [
      'an attribute without a value',
      { Message: 'm', MessageAttributes: { a: { DataType: 'String' } } },
      'ParameterValueInvalid',
    ],
    ['JSON without a default', { Message: '{}', MessageStructure: 'json' }, 'InvalidParameter'],
  ])('refuses %s', async (_what, input, code) => {
    const { call } = await setUp();

    await expect(call('Publish', { TopicArn: TOPIC, ...input })).rejects.toMatchObject({ code });
  });

  it('accepts a message of 262,144 bytes', async () => {
    const { call } = await setUp();

    const answer = await call('Publish', { TopicArn: TOPIC, Message: 'x'.repeat(262_144) });

    expect(answer['MessageId']).toHaveLength(36);
  });

  it('refuses a batch of eleven', async () => {
    const { call } = await setUp();
    const PublishBatchRequestEntries = Array.from({ length: 11 }, (_, at) => ({
      Id: `m${at}`,
      Message: 'm',
    }));

    await expect(
      call('PublishBatch', { TopicArn: TOPIC, PublishBatchRequestEntries }),
    ).rejects.toMatchObject({ code: 'TooManyEntriesInBatchRequest' });
  });

  it('refuses the 201st filter policy of a topic', async () => {
    const { call } = await setUp();
    const subscribe = (at: number) =>
      call('Subscribe', {
        TopicArn: TOPIC,
        Protocol: 'sms',
        Endpoint: `+43660${1_000_000 + at}`,
        Attributes: { FilterPolicy: `{"customer_id":["${at}"]}` },
      });
    for (let at = 0; at < 200; at += 1) await subscribe(at);

    await expect(subscribe(200)).rejects.toMatchObject({ code: 'FilterPolicyLimitExceeded' });
  });

  it('refuses a protocol that it does not deliver to', async () => {
    const { call } = await setUp();
    const Endpoint = 'https://example.com';

    await expect(
      call('Subscribe', { TopicArn: TOPIC, Protocol: 'https', Endpoint }),
    ).rejects.toThrow('not supported by the laptop cloud');
  });

  it('refuses to publish to a topic that does not exist', async () => {
    const { call } = await setUp();

    await expect(call('Publish', { TopicArn: `${TOPIC}x`, Message: 'm' })).rejects.toMatchObject({
      code: 'NotFound',
      status: 404,
    });
  });

  it('finds subscriptions made by calls after a restart', async () => {
    const storage = memoryStorage();
    await confirmed(await setUp(storage));

    const { call } = await setUp(storage);

    const answer = await call('ListSubscriptionsByTopic', { TopicArn: TOPIC });
    expect(answer['Subscriptions']).toEqual([
      expect.objectContaining({ Endpoint: 'ana@example.com', Protocol: 'email' }),
    ]);
  });

  it('keeps the ARN and the confirmation of a declared subscription over a restart', async () => {
    const storage = memoryStorage();
    const declare = async () => {
      const place = await setUp(storage);
      await start(topicResource(place.sns), { name: 'bills' });
      const args = { topic_arn: TOPIC, protocol: 'email', endpoint: 'ops@example.com' };
      return { place, running: await start(topicSubscriptionResource(place.sns), args) };
    };
    const first = await declare();
    const [letter] = await first.place.letters('bills/ops@example.com/');
    await first.place.call('ConfirmSubscription', { TopicArn: TOPIC, Token: letter!['token'] });

    const second = await declare();

    expect(second.running.attributes).toMatchObject({
      arn: first.running.attributes['arn'],
      pending_confirmation: false,
    });
  });
});
