import type { ServiceRoute } from '../../endpoint/service-route';

/** https://docs.aws.amazon.com/dms/latest/APIReference/Welcome.html */
export const dmsRoute: ServiceRoute = {
  service: 'dms',
  protocol: 'json',
  targetPrefix: 'AmazonDMSv20160101',
  signingNames: ['dms'],
  shape: { blobs: [], timestamps: [] },
};
