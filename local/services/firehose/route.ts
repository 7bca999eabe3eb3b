import type { ServiceRoute } from '../../endpoint/service-route';

export const firehoseRoute: ServiceRoute = {
  service: 'firehose',
  protocol: 'json',
  targetPrefix: 'Firehose_20150804',
  jsonVersion: '1.1',
  signingNames: ['firehose'],
  shape: { blobs: ['Data'], timestamps: ['CreateTimestamp', 'LastUpdateTimestamp'] },
};
