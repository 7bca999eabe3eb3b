import type { Cloud } from '../../cloud';
import type { Caller } from '../../endpoint/dispatch';
import type { RecordSettings } from './record';
import { connectSource, type SourceAddress, type SourceDatabase } from './source-database';
import { streamWriter, type StreamWriter } from './stream-writer';
import type { Duplex } from 'node:stream';

/** An `aws_dms_endpoint` of engine sqlserver. */
export interface SourceEndpoint {
  kind: 'source';
  arn: string;
  id: string;
  database: string;
  sslMode: 'none' | 'require' | 'verify-ca' | 'verify-full';
  secretArn: string;
  /** The role that DMS assumes to read the secret. */
  secretRoleArn: string;
  trimSpaceInChar: boolean;
}

/** An `aws_dms_endpoint` of engine kinesis. */
export interface TargetEndpoint {
  kind: 'target';
  arn: string;
  id: string;
  streamArn: string;
  roleArn: string;
  records: Omit<RecordSettings, 'beforeImage' | 'trimSpaceInChar'>;
  includeControlDetails: boolean;
}

export type Endpoint = SourceEndpoint | TargetEndpoint;

/** Opens a connection as DMS does: secret first, under the endpoint's role; then the server. */
export async function openSource(
  cloud: Cloud,
  endpoint: SourceEndpoint,
  connect?: (address: { host: string; port: number }) => Duplex,
): Promise<SourceDatabase> {
  const address = await sourceAddress(cloud, endpoint);
  return connectSource({
    ...address,
    ...(connect === undefined ? {} : { connect: () => connect(address) }),
  });
}

async function sourceAddress(cloud: Cloud, endpoint: SourceEndpoint): Promise<SourceAddress> {
  const { SecretString } = (await cloud.dispatcher.dispatch({
    // https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html
    caller: endpointRole(cloud, endpoint.arn, {
      service: `dms.${cloud.region}.amazonaws.com`,
      roleArn: endpoint.secretRoleArn,
    }),
    service: 'secretsmanager',
    action: 'GetSecretValue',
    input: { SecretId: endpoint.secretArn },
  })) as { SecretString: string };
  const secret = JSON.parse(SecretString) as Record<string, unknown>;
  const missing = ['host', 'port', 'username', 'password'].filter((key) => !(key in secret));
  if (missing.length > 0) {
    throw new Error(
      `Secret ${endpoint.secretArn} lacks ${missing.join(', ')}, which DMS needs. Run "tributary sql apply" to fill it.`,
    );
  }
  return {
    host: String(secret['host']),
    port: Number(secret['port']),
    user: String(secret['username']),
    password: String(secret['password']),
    database: endpoint.database,
    encrypt: endpoint.sslMode !== 'none',
  };
}

export function openTarget(cloud: Cloud, endpoint: TargetEndpoint): StreamWriter {
  return streamWriter({
    dispatcher: cloud.dispatcher,
    clock: cloud.clock,
    caller: targetRole(cloud, endpoint),
    streamArn: endpoint.streamArn,
  });
}

function targetRole(cloud: Cloud, { arn, roleArn }: TargetEndpoint): Caller {
  return endpointRole(cloud, arn, { service: 'dms.amazonaws.com', roleArn });
}

/** DMS as the role of an endpoint. */
function endpointRole(
  cloud: Cloud,
  sourceArn: string,
  { service, roleArn }: { service: string; roleArn: string },
): Caller {
  const message = `The IAM role ${roleArn} cannot be assumed by ${service}.`;
  const refused = { code: 'AccessDeniedFault', message };
  return cloud.permissions.assume({ service, roleArn, session: 'dms', sourceArn, refused });
}

/** What the console's "Test connection" does for either kind; throws with the reason. */
export async function testEndpoint(
  cloud: Cloud,
  endpoint: Endpoint,
  connect?: (address: { host: string; port: number }) => Duplex,
): Promise<void> {
  if (endpoint.kind === 'source') {
    const database = await openSource(cloud, endpoint, connect);
    await database.query('SELECT 1 AS reachable');
    await database.close();
    return;
  }
  await cloud.dispatcher.dispatch({
    caller: targetRole(cloud, endpoint),
    service: 'kinesis',
    action: 'DescribeStream',
    input: { StreamARN: endpoint.streamArn },
  });
}
