import type { Block } from '../resource-adapter';
import { type InertType, textArgument } from './inert-resource';
import { physicalId } from './physical-id';

/** A resource that is known by its name: `id` is the name, the ARN ends in it. */
function named(options: {
  type: string;
  reason: string;
  argument: string;
  arn: (block: Block, name: string) => string;
}): InertType {
  const { type, reason, argument, arn } = options;
  return {
    type,
    reason,
    attributes: (block) => {
      const name = textArgument(block, argument) || physicalId('tf', block.address);
      return { [argument]: name, id: name, arn: arn(block, name) };
    },
  };
}

const place = ({ region, account }: Block) => `${region}:${account}`;
const NO_METRICS = 'the laptop reports on screen; it keeps no metrics';
const NO_EVENTS = 'the laptop reports stops and failures on screen';

/** Logs, alarms, events and permissions: what watches the feed or lets services call each other. */
export const WATCHING_TYPES: readonly InertType[] = [
  named({
    type: 'aws_cloudwatch_log_group',
    reason: 'functions log to files of the run; the group is a name',
    argument: 'name',
    arn: (block, name) => `arn:aws:logs:${place(block)}:log-group:${name}`,
  }),
  {
    type: 'aws_cloudwatch_log_stream',
    reason: 'a name in a log group',
    attributes: (block) => {
      const name = textArgument(block, 'name');
      const group = textArgument(block, 'log_group_name');
      const arn = `arn:aws:logs:${place(block)}:log-group:${group}:log-stream:${name}`;
      return { id: name, arn };
    },
  },
  named({
    type: 'aws_cloudwatch_metric_alarm',
    reason: NO_METRICS,
    argument: 'alarm_name',
    arn: (block, name) => `arn:aws:cloudwatch:${place(block)}:alarm:${name}`,
  }),
  named({
    type: 'aws_cloudwatch_composite_alarm',
    reason: NO_METRICS,
    argument: 'alarm_name',
    arn: (block, name) => `arn:aws:cloudwatch:${place(block)}:alarm:${name}`,
  }),
  named({
    type: 'aws_cloudwatch_log_metric_filter',
    reason: NO_METRICS,
    argument: 'name',
    arn: (block, name) => `arn:aws:logs:${place(block)}:metric-filter:${name}`,
  }),
  {
    type: 'aws_cloudwatch_dashboard',
    reason: NO_METRICS,
    attributes: (block) => {
      const name = textArgument(block, 'dashboard_name');
      const dashboard_arn = `arn:aws:cloudwatch::${block.account}:dashboard/${name}`;
      return { id: name, dashboard_arn };
    },
  },
  {
    type: 'aws_cloudwatch_event_permission',
    reason: NO_EVENTS,
    attributes: (block) => ({ id: physicalId('permission', block.address) }),
  },
  named({
    type: 'aws_dms_event_subscription',
    reason: NO_EVENTS,
    argument: 'name',
    arn: (block, name) => `arn:aws:dms:${place(block)}:es:${name}`,
  }),
  named({
    type: 'aws_db_subnet_group',
    reason: 'a laptop has no subnets',
    argument: 'name',
    arn: (block, name) => `arn:aws:rds:${place(block)}:subgrp:${name}`,
  }),
  {
    type: 'aws_dms_replication_subnet_group',
    reason: 'a laptop has no subnets',
    attributes: (block) => {
      const id = textArgument(block, 'replication_subnet_group_id');
      const replication_subnet_group_arn = `arn:aws:dms:${place(block)}:subgrp:${id}`;
      return { id, replication_subnet_group_arn, vpc_id: '' };
    },
  },
  {
    type: 'aws_glue_security_configuration',
    reason: 'nothing is encrypted at rest on the laptop',
    attributes: (block) => ({ id: textArgument(block, 'name') }),
  },
  {
    type: 'aws_lakeformation_resource',
    reason: 'the laptop asks IAM alone, as an account without Lake Formation grants',
    attributes: (block) => ({ id: textArgument(block, 'arn') }),
  },
];
