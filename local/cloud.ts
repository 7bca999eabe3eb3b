import type { Chance } from './chance';
import type { Clock } from './clock';
import type { Caller, Dispatcher } from './endpoint/dispatch';
import type { Hazards } from './hazards/hazards';
import type { Permissions } from './permissions/permissions';
import type { Storage } from './storage/storage';

/** What the laptop cloud hands to each local service and resource adapter. */
export interface Cloud {
  /** Twelve digits, as in every ARN of the run. */
  account: string;
  region: string;
  clock: Clock;
  chance: Chance;
  storage: Storage;
  dispatcher: Dispatcher;
  /** False lifts AWS's rate limits (records and bytes per shard and second, …), for benchmarks. */
  limitsEnforced: boolean;
  /** Who may do what. Dispatch asks for each call; a service asks before it acts for somebody. */
  permissions: Permissions;
  /** What AWS does now and then; services ask on each occasion. */
  hazards: Hazards;
  /** `http://127.0.0.1:PORT` once the endpoint listens; what functions get as AWS_ENDPOINT_URL. */
  endpointUrl: () => string;
  /** One line for the person at the screen: what was delivered, retried, refused. */
  report: (event: CloudEvent) => void;
}

export interface CloudEvent {
  /** Terraform address or physical name of what reports. */
  source: string;
  level: 'info' | 'warning' | 'error';
  message: string;
}

/** The caller of a service that acts for a resource, e.g. `sns.amazonaws.com` for a topic. */
export function serviceCaller(cloud: Cloud, principal: string, sourceArn?: string): Caller {
  const caller = { kind: 'service', account: cloud.account, arn: principal } as const;
  if (sourceArn === undefined) return caller;
  const context = { 'aws:sourcearn': [sourceArn], 'aws:sourceaccount': [cloud.account] };
  return { ...caller, context };
}

/** The caller of whatever assumed the role: a function, Firehose, DMS. `session` names it in errors. */
export function roleCaller(roleArn: string, session: string): Caller {
  const [, , , , account = '', path = ''] = roleArn.split(':');
  const role = path.slice(path.lastIndexOf('/') + 1);
  return { kind: 'role', account, arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}` };
}
