import type { Cloud } from '../../cloud';
import type { Operation } from '../../endpoint/dispatch';
import { operation } from '../../endpoint/dispatch';
import type { FunctionRegistry } from './function-registry';
import { parseFunctionName } from './function-name';
import type { DescribedMapping, MappingRegistry } from './mapping-registry';

interface MappingInput {
  UUID: string;
  Enabled?: boolean;
}

interface ListInput {
  FunctionName?: string;
  EventSourceArn?: string;
}

export function mappingOperations(
  cloud: Cloud,
  functions: FunctionRegistry,
  mappings: MappingRegistry,
): Readonly<Record<string, Operation>> {
  const arnOf = (uuid: string) =>
    `arn:aws:lambda:${cloud.region}:${cloud.account}:event-source-mapping:${uuid}`;
  const describe = ({ settings, state }: DescribedMapping) => ({
    UUID: settings.uuid,
    EventSourceMappingArn: arnOf(settings.uuid),
    EventSourceArn: settings.streamArn,
    FunctionArn: functions.find(settings.functionName).invokedArn,
    State: state,
    StartingPosition: settings.start.type,
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.windowSeconds,
    ParallelizationFactor: settings.parallelization,
    MaximumRetryAttempts: settings.retriesMax,
    MaximumRecordAgeInSeconds: settings.recordAgeSecondsMax,
    BisectBatchOnFunctionError: settings.bisect,
    TumblingWindowInSeconds: settings.tumblingWindowSeconds,
    FunctionResponseTypes: settings.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
    FilterCriteria: { Filters: settings.filterPatterns.map((Pattern) => ({ Pattern })) },
    DestinationConfig: { OnFailure: destinationOf(settings.onFailureArn) },
  });
  return {
    GetEventSourceMapping: operation<MappingInput, unknown>({
      parse: (input) => input as MappingInput,
      iamActions: () => ['lambda:GetEventSourceMapping'],
      resources: ({ UUID }) => [arnOf(UUID)],
      run: ({ UUID }) => describe(mappings.find(UUID)),
    }),
    UpdateEventSourceMapping: operation<MappingInput, unknown>({
      parse: (input) => input as MappingInput,
      iamActions: () => ['lambda:UpdateEventSourceMapping'],
      resources: ({ UUID }) => [arnOf(UUID)],
      run: async ({ UUID, Enabled }) =>
        describe(
          Enabled === undefined ? mappings.find(UUID) : await mappings.setEnabled(UUID, Enabled),
        ),
    }),
    ListEventSourceMappings: operation<ListInput, unknown>({
      parse: (input) => input as ListInput,
      iamActions: () => ['lambda:ListEventSourceMappings'],
      resources: () => ['*'],
      run: (asked) => ({
        EventSourceMappings: mappings.all().filter(isAsked(asked)).map(describe),
      }),
    }),
  };
}

function isAsked({ FunctionName, EventSourceArn }: ListInput) {
  const name = FunctionName === undefined ? undefined : parseFunctionName(FunctionName).name;
  return ({ settings }: DescribedMapping) =>
    (name === undefined || parseFunctionName(settings.functionName).name === name) &&
    (EventSourceArn === undefined || settings.streamArn === EventSourceArn);
}

const destinationOf = (arn: string | undefined) => (arn === undefined ? {} : { Destination: arn });
