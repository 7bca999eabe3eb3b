import { ListSubscriptionsByTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import type { Command } from 'commander';
import { addTargetOptions, withRelational, type TargetOptions } from '../command-options';
import type { Screen } from '../screen';
import { UserError } from '../user-error';

interface SubscribeOptions extends TargetOptions {
  customer: string;
  email?: string;
  sms?: string;
}

export function addSubscribeCommand(program: Command, screen: Screen): void {
  const command = program
    .command('subscribe')
    .description("send one customer's alerts to an address, by a subscription with a filter policy")
    .requiredOption('--customer <id>', 'the customer')
    .option('--email <address>', 'an e-mail address; it must confirm')
    .option('--sms <number>', 'a phone number in E.164 form: +353861234567')
    .action((options: SubscribeOptions) => subscribe(options, screen));
  addTargetOptions(command, 'writes');
}

async function subscribe(options: SubscribeOptions, screen: Screen): Promise<void> {
  const endpoint = options.email ?? options.sms;
  if (endpoint === undefined || (options.email !== undefined && options.sms !== undefined)) {
    throw new UserError('Give either --email ADDRESS or --sms NUMBER.');
  }
  await withRelational(options, async ({ clients: { sns }, feed }) => {
    const { topicArn } = feed.alerts;
    const { SubscriptionArn = '' } = await sns.send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol: options.email === undefined ? 'sms' : 'email',
        Endpoint: endpoint,
        ReturnSubscriptionArn: true,
        Attributes: { FilterPolicy: JSON.stringify({ customer_id: [options.customer] }) },
      }),
    );
    const { Subscriptions = [] } = await sns.send(
      new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }),
    );
    const pending = Subscriptions.some(
      (known) => known.Endpoint === endpoint && known.SubscriptionArn === 'PendingConfirmation',
    );
    screen.line(
      `${endpoint} will get the alerts of customer ${options.customer} (${SubscriptionArn})`,
    );
    if (pending)
      screen.line(
        `A message was sent to ${endpoint}: the subscription begins once it is confirmed.`,
      );
  });
}
