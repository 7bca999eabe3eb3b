import type { Statement } from './policy';

/** Exactly what DMS asks for: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kinesis.html */
export function putChanges(streamArn: string): Statement {
  return {
    sid: 'PutChanges',
    actions: ['kinesis:DescribeStream', 'kinesis:PutRecord', 'kinesis:PutRecords'],
    resources: [streamArn],
  };
}

/** For a delivery stream: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html */
export function deliverChanges(streamArn: string): Statement {
  return {
    sid: 'ReadChanges',
    actions: [
      'kinesis:DescribeStream',
      'kinesis:GetShardIterator',
      'kinesis:GetRecords',
      'kinesis:ListShards',
    ],
    resources: [streamArn],
  };
}

/** For an event source mapping: https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html */
export function pollChanges(streamArn: string): Statement {
  return {
    sid: 'PollChanges',
    actions: [
      'kinesis:DescribeStream',
      'kinesis:DescribeStreamSummary',
      'kinesis:GetRecords',
      'kinesis:GetShardIterator',
      'kinesis:ListShards',
    ],
    resources: [streamArn],
  };
}
