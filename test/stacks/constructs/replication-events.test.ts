import { resources, synthesized } from '../../support/synthesized';

const { billing } = synthesized();

describe('the subscription to DMS events', () => {
  it('is made after the instance it watches and the policy that lets DMS publish', () => {
    const [[, subscription] = []] = resources(billing, 'aws_dms_event_subscription');
    const after = subscription?.['depends_on'];

    expect(after).toEqual([
      expect.stringMatching(/^aws_dms_replication_instance\./),
      expect.stringMatching(/^aws_sns_topic_policy\.operators_/),
    ]);
  });
});
