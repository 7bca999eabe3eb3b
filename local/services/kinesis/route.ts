import type { ServiceRoute } from '../../endpoint/service-route';

export const kinesisRoute: ServiceRoute = {
  service: 'kinesis',
  protocol: 'json',
  targetPrefix: 'Kinesis_20131202',
  jsonVersion: '1.1',
  signingNames: ['kinesis'],
  shape: {
    blobs: ['Data'],
    timestamps: ['Timestamp', 'StreamCreationTimestamp', 'ApproximateArrivalTimestamp'],
  },
};
