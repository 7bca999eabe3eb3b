import { AthenaClient } from '@aws-sdk/client-athena';
import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import type { CredentialSource } from './assume-role';

/** The AWS clients of the CLI, all for one account and region. */
export interface Clients {
  athena: AthenaClient;
  dms: DatabaseMigrationServiceClient;
  dynamodb: DynamoDBClient;
  kinesis: KinesisClient;
  lambda: LambdaClient;
  s3: S3Client;
  sns: SNSClient;
  destroy(): void;
}

/**
 * Beyond the SDK's three: a command that reads thousands of items meets a throttle three times in a row.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html#Programming.Errors.RetryAndBackoff
 */
const DYNAMODB_ATTEMPTS_MAX = 8;

/** How clients find AWS, or the laptop's endpoint; without an endpoint the SDK's own rules hold. */
export interface ClientConfiguration {
  region: string;
  endpoint?: string;
  credentials?: CredentialSource;
}

export function createClients(configuration: ClientConfiguration): Clients {
  const clients = {
    athena: new AthenaClient(configuration),
    dms: new DatabaseMigrationServiceClient(configuration),
    dynamodb: new DynamoDBClient({ ...configuration, maxAttempts: DYNAMODB_ATTEMPTS_MAX }),
    kinesis: new KinesisClient(configuration),
    lambda: new LambdaClient(configuration),
    // The replica of a lake lies in another region.
    s3: new S3Client({ ...configuration, followRegionRedirects: true }),
    sns: new SNSClient(configuration),
  };
  return {
    ...clients,
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
