import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import type { FeedContext } from './feed-context';
import { policyDocument, type Statement } from './policy';
import { denyPlainTextPublish, publishByServices, type Notifier } from './topic-grants';

export interface NotificationTopicProps {
  context: FeedContext;
  /** End of the topic's name. */
  what: string;
  displayName: string;
  emails?: readonly string[];
  /** Services that may publish. */
  notifiers?: readonly Notifier[];
}

/** A topic under the feed's key; whoever may publish needs the key as well. */
export class NotificationTopic extends Construct {
  readonly arn: string;
  /** Must stand before a service that is asked to publish, as DMS refuses a topic that refuses it. */
  readonly policy: SnsTopicPolicy;

  constructor(scope: Construct, id: string, props: NotificationTopicProps) {
    super(scope, id);
    const { context } = props;
    const topic = new SnsTopic(this, 'topic', {
      name: context.name('topic', props.what),
      displayName: props.displayName,
      kmsMasterKeyId: context.keyArn,
    });
    this.arn = topic.arn;
    const statements: Statement[] = [
      denyPlainTextPublish(topic.arn),
      ...publishByServices(topic.arn, props.notifiers ?? [], context),
    ];
    this.policy = new SnsTopicPolicy(this, 'policy', {
      arn: topic.arn,
      policy: policyDocument(statements),
    });
    (props.emails ?? []).forEach((endpoint, index) => {
      new SnsTopicSubscription(this, `email-${index}`, {
        topicArn: topic.arn,
        protocol: 'email',
        endpoint,
      });
    });
  }
}
