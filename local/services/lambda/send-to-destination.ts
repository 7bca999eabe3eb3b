import type { Cloud } from '../../cloud';
import type { Caller } from '../../endpoint/dispatch';

export interface DestinationMessage {
  arn: string;
  body: string;
  attributes?: Record<string, string>;
}

/** Sends a document about an event to a queue, topic or function, as the function's role. */
export async function sendToDestination(
  cloud: Cloud,
  caller: Caller,
  message: DestinationMessage,
): Promise<void> {
  const [, , service = '', , account = '', resource = ''] = message.arn.split(':');
  const call = (action: string, input: unknown) =>
    cloud.dispatcher.dispatch({ caller, service, action, input });
  const MessageAttributes = Object.fromEntries(
    Object.entries(message.attributes ?? {}).map(([name, StringValue]) => [
      name,
      { DataType: 'String', StringValue },
    ]),
  );
  switch (service) {
    case 'sqs': {
      const queue = { QueueName: resource, QueueOwnerAWSAccountId: account };
      const { QueueUrl } = (await call('GetQueueUrl', queue)) as { QueueUrl: string };
      await call('SendMessage', { QueueUrl, MessageBody: message.body, MessageAttributes });
      return;
    }
    case 'sns':
      await call('Publish', { TopicArn: message.arn, Message: message.body, MessageAttributes });
      return;
    case 'lambda':
      await call('Invoke', {
        FunctionName: message.arn,
        InvocationType: 'Event',
        Payload: Buffer.from(message.body),
      });
      return;
    default:
      throw new Error(`Expected a destination in SQS, SNS or Lambda, got ${message.arn}`);
  }
}
