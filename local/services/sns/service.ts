import type { Cloud } from '../../cloud';
import type { LocalService } from '../../endpoint/dispatch';
import type { ServiceRoute } from '../../endpoint/service-route';
import { ENTRY_MAP, NAMED_ENTRY_MAP } from '../../endpoint/wire-shape';
import { publishOperations } from './publish-operations';
import { type SnsState, type Subscription, type Topic, createSnsState } from './sns-state';
import { type Subscribe, subscribe } from './subscribe';
import { subscriptionOperations } from './subscription-operations';
import { createTopic, topicOperations } from './topic-operations';

export interface Sns {
  service: LocalService;
  route: ServiceRoute;
  /** What the definition declares; starting the same definition again keeps confirmations. */
  declareTopic(
    topic: Pick<Topic, 'name' | 'attributes' | 'tags'>,
    address: string,
  ): Promise<string>;
  declareSubscription(wanted: Subscribe): Promise<Subscription>;
  setTopicPolicy(topicArn: string, policy: string): Promise<void>;
  topics(): Topic[];
  loaded(): Promise<void>;
}

const route: ServiceRoute = {
  service: 'sns',
  protocol: 'query',
  xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  signingNames: ['sns'],
  shape: {
    blobs: ['BinaryValue'],
    timestamps: [],
    booleans: ['ReturnSubscriptionArn'],
    maps: { Attributes: ENTRY_MAP, MessageAttributes: NAMED_ENTRY_MAP },
  },
};

export function createSns(cloud: Cloud): Sns {
  const state: SnsState = createSnsState(cloud);
  const operations = {
    ...topicOperations(cloud, state),
    ...subscriptionOperations(cloud, state),
    ...publishOperations(cloud, state),
  };
  return {
    service: { name: 'sns', operations },
    route,
    declareTopic: (topic, address) => createTopic(state, { ...topic, declaredBy: address }),
    declareSubscription: (wanted) => subscribe(cloud, state, wanted),
    topics: () => state.topics(),
    loaded: () => state.loaded(),
    setTopicPolicy: async (topicArn, policy) => {
      await state.loaded();
      const topic = state.topic(topicArn);
      await state.saveTopic({ ...topic, attributes: { ...topic.attributes, Policy: policy } });
    },
  };
}
