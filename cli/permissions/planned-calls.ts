import { callGround, type CallGround, type PlannedCall } from './call-ground';
import { deliveryCalls } from './delivery-calls';
import { functionCalls, mappingCalls } from './function-calls';
import { crawlerCalls, registrationCalls, replicationCalls } from './lake-calls';
import { peopleCalls } from './people-calls';
import type { PredictedBlock } from './predict-definition';
import { accountRoleCalls, endpointCalls, streamingCalls } from './source-calls';
import { alarmCalls, logGroupCalls, ruleTargetCalls, subscriptionCalls } from './watch-calls';

/** Who calls, by the type of the block that makes it call. Blocks of other types call nobody. */
const CALLS: Readonly<
  Record<string, (ground: CallGround, by: PredictedBlock) => readonly PlannedCall[]>
> = {
  aws_cloudwatch_event_target: ruleTargetCalls,
  aws_cloudwatch_log_group: logGroupCalls,
  aws_cloudwatch_metric_alarm: alarmCalls,
  aws_dms_endpoint: endpointCalls,
  aws_dms_event_subscription: subscriptionCalls,
  aws_dynamodb_kinesis_streaming_destination: streamingCalls,
  aws_glue_crawler: crawlerCalls,
  aws_iam_role: accountRoleCalls,
  aws_kinesis_firehose_delivery_stream: deliveryCalls,
  aws_lakeformation_resource: registrationCalls,
  aws_lambda_event_source_mapping: mappingCalls,
  aws_lambda_function: functionCalls,
  aws_s3_bucket_replication_configuration: replicationCalls,
};

/** Every call that the parts of the feeds and their people will make, under whom, on what, and with which key. */
export function plannedCalls(blocks: readonly PredictedBlock[]): PlannedCall[] {
  const ground = callGround(blocks);
  return blocks.flatMap((block) => [
    ...(CALLS[block.type]?.(ground, block) ?? []),
    ...peopleCalls(ground, block),
  ]);
}
