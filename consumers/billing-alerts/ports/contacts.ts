import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SNSClient } from '@aws-sdk/client-sns';
import { CONTACT_PHONE } from '../../../wire/usage-history';
import type { Publisher } from './topic';
import { publishOnce } from './topic';

/**
 * Sends each alert as an SMS to the customer's own number, for more customers than a topic takes filter
 * policies. A customer without a contact is not alerted, and listed as that.
 */
export function contactPublisher(
  clients: { dynamo: DynamoDBClient; sns: SNSClient },
  table: string,
): Publisher {
  const phoneOf = async (customerId: string): Promise<string | undefined> => {
    const Key = { customer_id: { S: customerId } };
    const found = await clients.dynamo.send(new GetItemCommand({ TableName: table, Key }));
    return found.Item?.[CONTACT_PHONE]?.S;
  };
  return {
    publish: async (message) => {
      let phone: string | undefined;
      try {
        phone = await phoneOf(message.customerId);
      } catch (error) {
        return { kind: 'rejected', reason: `The contacts cannot be read: ${String(error)}` };
      }
      if (phone === undefined) {
        return { kind: 'refused', reason: `Customer ${message.customerId} has no contact` };
      }
      return publishOnce(clients.sns, { PhoneNumber: phone, Message: message.shortText });
    },
  };
}
