import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { describeRecords } from './kinesis-records';
import { describeLimits } from './kinesis-limits';
import { createKinesisSubject, type KinesisOptions } from './kinesis-subject';

/** What every Kinesis must do, seen through an SDK client with its defaults. */
export function kinesisContract(
  makeClient: () => KinesisClient,
  options: KinesisOptions = {},
): void {
  const subject = createKinesisSubject(makeClient, options);
  describeRecords(subject);
  describeLimits(subject);
}
