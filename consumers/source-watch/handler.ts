import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { sourceWatchEnvironment } from '../../wire/function-environments';
import { readEnvironment } from '../ports/read-environment';
import { createHandler } from './create-handler';
import { dynamoMemory } from './ports/memory';
import { cloudReport } from './ports/report';
import { lambdaRunner } from './ports/runner';
import { dmsTask } from './ports/watched-task';

const environment = readEnvironment(sourceWatchEnvironment);

export const handler = createHandler({
  runner: lambdaRunner(new LambdaClient(), environment.RUNNER_FUNCTION),
  task: dmsTask(new DatabaseMigrationServiceClient(), environment.WATCHED_TASK_ARN),
  memory: dynamoMemory(new DynamoDBClient(), environment.WATCH_TABLE),
  now: () => Date.now(),
  report: cloudReport(environment.FEED),
});
