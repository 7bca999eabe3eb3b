import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { declaredOperation } from '../declared-operation';
import type { ChangeLog } from './change-log';
import { describeTable } from './describe-table';
import type { DynaliteCore } from './dynalite-core';
import { tableArn } from './table-accesses';
import type { Forwarding } from './kinesis-forwarding';
import { replicationCaller } from './put-kinesis-records';
import type { KinesisDestination, TableSettings, TableSettingsStore } from './table-settings';
import type { WriteLock } from './write-lock';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const DESTINATIONS_MAX = 2;

interface Parts {
  cloud: Cloud;
  core: DynaliteCore;
  settings: TableSettingsStore;
  lock: WriteLock;
  log: ChangeLog;
  forwarding: Forwarding;
}

/** Also by its ARN, as all of these calls take it. */
const tableName = z.string().transform((name) => name.slice(name.lastIndexOf('/') + 1));
const named = { TableName: tableName, StreamArn: z.string() };
const configuration = z.strictObject({
  ApproximateCreationDateTimePrecision: z.enum(['MILLISECOND', 'MICROSECOND']).optional(),
});

/** Switching runs alone, so that a destination begins and ends between two writes. */
export function kinesisDestinationOperations(parts: Parts) {
  const declare = (action: string) => ({
    invalid: 'ValidationException',
    iam: `dynamodb:${action}`,
    resources: (input: { TableName: string }) => [tableArn(parts.cloud, input.TableName)],
  });
  return {
    DescribeKinesisStreamingDestination: declaredOperation({
      ...declare('DescribeKinesisStreamingDestination'),
      input: z.strictObject({ TableName: tableName }),
      run: async ({ TableName }) => ({
        TableName,
        KinesisDataStreamDestinations: destinationsOf(await found(parts, TableName)).map(describe),
      }),
    }),
    EnableKinesisStreamingDestination: declaredOperation({
      ...declare('EnableKinesisStreamingDestination'),
      input: z.strictObject({
        ...named,
        EnableKinesisStreamingConfiguration: configuration.optional(),
      }),
      run: (input) => parts.lock.exclusive(() => enable(parts, input)),
    }),
    DisableKinesisStreamingDestination: declaredOperation({
      ...declare('DisableKinesisStreamingDestination'),
      input: z.strictObject({
        ...named,
        EnableKinesisStreamingConfiguration: configuration.optional(),
      }),
      run: (input) => parts.lock.exclusive(() => disable(parts, input)),
    }),
    UpdateKinesisStreamingDestination: declaredOperation({
      ...declare('UpdateKinesisStreamingDestination'),
      input: z.strictObject({
        ...named,
        UpdateKinesisStreamingConfiguration: configuration.optional(),
      }),
      run: (input) => parts.lock.exclusive(() => update(parts, input)),
    }),
  };
}

interface Named {
  TableName: string;
  StreamArn: string;
}

type Configuration = z.output<typeof configuration>;

async function enable(
  parts: Parts,
  input: Named & { EnableKinesisStreamingConfiguration?: Configuration | undefined },
) {
  const { TableName, StreamArn } = input;
  const before = await found(parts, TableName);
  const others = destinationsOf(before).filter(({ streamArn }) => streamArn !== StreamArn);
  const same = destinationsOf(before).find(({ streamArn }) => streamArn === StreamArn);
  if (same !== undefined && same.status !== 'DISABLED') {
    throw invalidState(
      'EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation.',
    );
  }
  const active = others.filter(({ status }) => status !== 'DISABLED');
  if (active.length >= DESTINATIONS_MAX) {
    throw new ServiceError(
      'LimitExceededException',
      `Table ${TableName} streams to ${active.length} Kinesis data streams already; ${DESTINATIONS_MAX} are allowed.`,
    );
  }
  await checkStream(parts.cloud, StreamArn);
  const given = input.EnableKinesisStreamingConfiguration;
  const precision = given?.ApproximateCreationDateTimePrecision;
  const added: KinesisDestination = {
    streamArn: StreamArn,
    status: 'ACTIVE',
    ...(precision !== undefined && { precision }),
    range: { after: await parts.log.end(TableName) },
  };
  await save(parts, TableName, [...others, added]);
  parts.forwarding.start(TableName, StreamArn);
  return {
    TableName,
    StreamArn,
    DestinationStatus: 'ENABLING',
    ...(given !== undefined && { EnableKinesisStreamingConfiguration: given }),
  };
}

async function disable(parts: Parts, { TableName, StreamArn }: Named) {
  const destinations = destinationsOf(await found(parts, TableName));
  const given = destinations.find(({ streamArn }) => streamArn === StreamArn);
  if (given?.status !== 'ACTIVE') {
    throw invalidState('KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.');
  }
  const range = { ...given.range, until: await parts.log.end(TableName) };
  await replace(parts, TableName, { ...given, status: 'DISABLING', range });
  parts.forwarding.start(TableName, StreamArn);
  parts.forwarding.wake(TableName);
  return { TableName, StreamArn, DestinationStatus: 'DISABLING' };
}

async function update(
  parts: Parts,
  input: Named & { UpdateKinesisStreamingConfiguration?: Configuration | undefined },
) {
  const { TableName, StreamArn, UpdateKinesisStreamingConfiguration: wanted } = input;
  const destinations = destinationsOf(await found(parts, TableName));
  const precision = wanted?.ApproximateCreationDateTimePrecision;
  if (precision === undefined) {
    throw new ServiceError(
      'ValidationException',
      'Streaming destination cannot be updated with given parameters: UpdateKinesisStreamingConfiguration cannot be null or contain only null values',
    );
  }
  const given = destinations.find(({ streamArn }) => streamArn === StreamArn);
  if (given?.status !== 'ACTIVE') {
    throw invalidState(
      `No streaming destination with streamArn: ${StreamArn} found for table with tableName: ${TableName}`,
    );
  }
  if (precision === (given.precision ?? 'MILLISECOND')) {
    const { TableId } = await describeTable(parts.core, TableName);
    throw new ServiceError(
      'ValidationException',
      `Invalid Request: Precision is already set to the desired value of ${precision} for tableId: ${TableId}, kdsArn: ${StreamArn}`,
    );
  }
  await replace(parts, TableName, { ...given, precision });
  return {
    TableName,
    StreamArn,
    DestinationStatus: 'UPDATING',
    UpdateKinesisStreamingConfiguration: wanted,
  };
}

/** The settings of a table that exists. */
async function found({ core, settings }: Parts, name: string): Promise<TableSettings> {
  await core.opened();
  await settings.loaded();
  await describeTable(core, name);
  return settings.of(name);
}

/** The table's account is the stream's: AWS forwards to no other. */
async function checkStream(cloud: Cloud, streamArn: string): Promise<void> {
  const [, , service, region, account] = streamArn.split(':');
  if (service !== 'kinesis' || region !== cloud.region || account !== cloud.account) {
    throw new ServiceError(
      'ValidationException',
      `Expected StreamArn to be that of a Kinesis data stream in ${cloud.region} of account ${cloud.account}, got ${streamArn}`,
    );
  }
  await cloud.dispatcher.dispatch({
    caller: replicationCaller(cloud),
    service: 'kinesis',
    action: 'DescribeStream',
    input: { StreamARN: streamArn },
  });
}

function replace(parts: Parts, name: string, changed: KinesisDestination): Promise<void> {
  const destinations = destinationsOf(parts.settings.of(name));
  return save(
    parts,
    name,
    destinations.map((each) => (each.streamArn === changed.streamArn ? changed : each)),
  );
}

function save(
  { settings }: Parts,
  name: string,
  kinesisDestinations: KinesisDestination[],
): Promise<void> {
  return settings.set(name, { ...settings.of(name), kinesisDestinations });
}

function destinationsOf({ kinesisDestinations }: TableSettings): KinesisDestination[] {
  return kinesisDestinations ?? [];
}

function describe({ streamArn, status, precision }: KinesisDestination) {
  return {
    StreamArn: streamArn,
    DestinationStatus: status,
    ...(precision !== undefined && { ApproximateCreationDateTimePrecision: precision }),
  };
}

function invalidState(problem: string): ServiceError {
  return new ServiceError(
    'ValidationException',
    `Table is not in a valid state to enable Kinesis Streaming Destination: ${problem}`,
  );
}
