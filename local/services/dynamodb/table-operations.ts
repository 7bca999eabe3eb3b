import type { Cloud } from '../../cloud';
import { type Operation, operation } from '../../endpoint/dispatch';
import { ServiceError } from '../../endpoint/service-error';
import type { ChangeLog } from './change-log';
import type { DynaliteCore } from './dynalite-core';
import type { DynaliteAction } from './dynalite-operations.data';
import { tableArn } from './table-accesses';
import type { Forwarding } from './kinesis-forwarding';
import {
  type TableSettings,
  type TableSettingsStore,
  describeSettings,
  tableSettings,
} from './table-settings';
import { type StreamChange, withStream } from './stream-settings';
import type { WriteLock } from './write-lock';

type Members = Record<string, unknown>;

interface Parts {
  cloud: Cloud;
  core: DynaliteCore;
  settings: TableSettingsStore;
  lock: WriteLock;
  log: ChangeLog;
  forwarding: Pick<Forwarding, 'forget'>;
}

/** Operations on tables and tags: dynalite's, with the settings that it would drop kept beside it. */
export function tableOperations(parts: Parts): Record<string, Operation> {
  const { core, settings } = parts;
  return {
    CreateTable: table(parts, 'CreateTable', async (validated, input) => {
      const name = nameOf(validated);
      const given = withStream({}, settingsIn(input), await streamChange(parts, name));
      const created = await core.run('CreateTable', validated);
      await parts.log.drop(name);
      await settings.set(name, given);
      await active(core, name);
      return { TableDescription: withSettings(parts, created['TableDescription'] as Members) };
    }),
    DescribeTable: table(parts, 'DescribeTable', async (validated) => {
      const { Table } = await core.run('DescribeTable', validated);
      return { Table: withSettings(parts, Table as Members) };
    }),
    UpdateTable: updateTable(parts),
    DeleteTable: table(parts, 'DeleteTable', async (validated) => {
      const name = nameOf(validated);
      if (settings.of(name).DeletionProtectionEnabled === true) {
        throw new ServiceError(
          'ValidationException',
          `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
        );
      }
      await core.run('DescribeTable', validated);
      await parts.forwarding.forget(name);
      const deleted = await core.run('DeleteTable', validated);
      await settings.delete(name);
      await parts.log.drop(name);
      return deleted;
    }),
    ListTables: table(parts, 'ListTables', (validated) => core.run('ListTables', validated)),
    TagResource: table(parts, 'TagResource', (validated) => core.run('TagResource', validated)),
    UntagResource: table(parts, 'UntagResource', (validated) =>
      core.run('UntagResource', validated),
    ),
    ListTagsOfResource: table(parts, 'ListTagsOfResource', (validated) =>
      core.run('ListTagsOfResource', validated),
    ),
  };
}

function table(
  { cloud, core, settings, lock }: Parts,
  action: DynaliteAction,
  run: (validated: Members, input: Members) => Promise<Members>,
): Operation {
  return operation<{ validated: Members; input: Members }, Members>({
    parse: (input) => ({
      validated: core.validate(action, input),
      input: (input ?? {}) as Members,
    }),
    iamActions: () => [`dynamodb:${action}`],
    resources: ({ validated }) =>
      typeof validated['TableName'] === 'string'
        ? [tableArn(cloud, validated['TableName'])]
        : ['*'],
    run: async ({ validated, input }) => {
      await core.opened();
      await settings.loaded();
      return datesOf(await lock.shared(() => run(validated, input))) as Members;
    },
  });
}

/**
 * dynalite refuses an update that holds none of its own members, so those are looked at first. It runs
 * alone, so that a stream begins and ends between two writes.
 */
function updateTable(parts: Parts): Operation {
  const { cloud, core, settings, lock } = parts;
  const own = Object.keys(tableSettings.shape);
  return operation<Members, Members>({
    parse: (input) => (input ?? {}) as Members,
    iamActions: () => ['dynamodb:UpdateTable'],
    resources: (input) => [tableArn(cloud, nameOf(input))],
    run: async (input) => {
      await core.opened();
      await settings.loaded();
      const rest = Object.fromEntries(
        Object.entries(input).filter(([name]) => !own.includes(name)),
      );
      const name = nameOf(input);
      return lock.exclusive(async () => {
        if (Object.keys(rest).length > 1 || Object.keys(input).length === 1) {
          await core.run('UpdateTable', core.validate('UpdateTable', rest));
        }
        const { Table } = await core.run('DescribeTable', { TableName: name });
        const change = await streamChange(parts, name);
        await settings.set(name, withStream(settings.of(name), settingsIn(input), change));
        return datesOf({ TableDescription: withSettings(parts, Table as Members) }) as Members;
      });
    },
  });
}

function settingsIn(input: Members): TableSettings {
  const given = tableSettings.safeParse(input);
  if (given.success) return given.data;
  throw new ServiceError('ValidationException', given.error.message);
}

async function streamChange({ cloud, log }: Parts, tableName: string): Promise<StreamChange> {
  return { tableName, atMs: cloud.clock.now(), logEnd: await log.end(tableName) };
}

function withSettings({ settings }: Parts, description: Members): Members {
  const name = nameOf(description);
  return {
    ...description,
    ...describeSettings(settings.of(name), String(description['TableArn'])),
  };
}

/** dynalite marks a table active one timer after it answers. */
async function active(core: DynaliteCore, name: string): Promise<void> {
  for (;;) {
    const { Table } = await core.run('DescribeTable', { TableName: name });
    if ((Table as Members)['TableStatus'] === 'ACTIVE') return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function nameOf(members: Members): string {
  return String(members['TableName']);
}

/** `CreationDateTime`, `LastUpdateToPayPerRequestDateTime`, …: epoch seconds inside dynalite. */
function datesOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(datesOf);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name.endsWith('DateTime') && typeof member === 'number'
        ? new Date(Math.round(member * 1000))
        : datesOf(member),
    ]),
  );
}
