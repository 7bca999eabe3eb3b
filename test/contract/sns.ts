import type { ContractCall } from './contract-call';
import { factOf, type ContractOptions } from './contract-fact';

const NAME = 'contract-topic';

/** What any SNS does: ours and an outside one. */
export function snsContract(
  connect: () => Promise<ContractCall>,
  options: ContractOptions = {},
): void {
  const fact = factOf(options);
  describe('SNS contract', () => {
    const topic = async () => {
      const call = await connect();
      const { TopicArn } = await call('CreateTopic', { Name: NAME });
      return { call, TopicArn };
    };

    fact('creates the same topic twice', async () => {
      const { call, TopicArn } = await topic();

      expect(await call('CreateTopic', { Name: NAME })).toMatchObject({ TopicArn });
    });

    fact('lists a confirmed subscription with its endpoint', async () => {
      const { call, TopicArn } = await topic();
      const Endpoint = '+4366012345678';
      await call('Subscribe', { TopicArn, Protocol: 'sms', Endpoint });

      const { Subscriptions } = await call('ListSubscriptionsByTopic', { TopicArn });

      expect(Subscriptions).toEqual([expect.objectContaining({ Protocol: 'sms', Endpoint })]);
    });

    fact('publishes under a message id', async () => {
      const { call, TopicArn } = await topic();

      const { MessageId } = await call('Publish', { TopicArn, Message: 'Ready' });

      expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);
    });

    fact('does not publish to a topic that is missing', async () => {
      const { call, TopicArn } = await topic();

      await expect(
        call('Publish', { TopicArn: `${String(TopicArn)}-none`, Message: 'm' }),
      ).rejects.toMatchObject({ code: expect.stringMatching(/^NotFound/) as string });
    });

    fact('refuses a batch of eleven', async () => {
      const { call, TopicArn } = await topic();
      const PublishBatchRequestEntries = Array.from({ length: 11 }, (_, at) => ({
        Id: `m${at}`,
        Message: 'm',
      }));

      await expect(
        call('PublishBatch', { TopicArn, PublishBatchRequestEntries }),
      ).rejects.toMatchObject({
        code: expect.stringContaining('TooManyEntriesInBatchRequest') as string,
      });
    });
  });
}
