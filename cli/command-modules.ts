/* eslint-disable @typescript-eslint/no-require-imports -- tsx leaves import() to Node, which finds no .ts file; so what a command needs is required when it is named */
import type { Command } from 'commander';
import type * as alerts from './commands/alerts';
import type * as demo from './commands/demo';
import type * as dms from './commands/dms';
import type * as down from './commands/down';
import type * as heal from './commands/heal';
import type * as lag from './commands/lag';
import type * as load from './commands/load';
import type * as local from './commands/local';
import type * as permissions from './commands/permissions';
import type * as quarantine from './commands/quarantine';
import type * as query from './commands/query';
import type * as reconcile from './commands/reconcile';
import type * as replay from './commands/replay';
import type * as seed from './commands/seed';
import type * as sql from './commands/sql';
import type * as status from './commands/status';
import type * as subscribe from './commands/subscribe';
import type * as tail from './commands/tail';
import type * as up from './commands/up';
import type { Screen } from './screen';

type AddCommand = (program: Command, screen: Screen) => void;

/** A command by name, with the line that `--help` shows, and its module, loaded only when it is named. */
export interface CommandModule {
  name: string;
  description: string;
  load: () => AddCommand;
}

/** In the order of `--help`. */
export const COMMAND_MODULES: readonly CommandModule[] = [
  {
    name: 'demo',
    description: 'a whole feed on this laptop, reconciled; what: a feed, or sqlserver or dynamodb',
    load: () => (require('./commands/demo') as typeof demo).addDemoCommand,
  },
  {
    name: 'local',
    description: 'keep the laptop cloud up: the synthesized definition, run on this machine',
    load: () => (require('./commands/local') as typeof local).addLocalCommand,
  },
  {
    name: 'up',
    description: 'the whole way: deploy, then bring each feed to run and prove its delivery',
    load: () => (require('./commands/up') as typeof up).addUpCommand,
  },
  {
    name: 'down',
    description: 'the way back: stop what writes, empty buckets where both keys allow it, destroy',
    load: () => (require('./commands/down') as typeof down).addDownCommand,
  },
  {
    name: 'permissions',
    description:
      'what a run used of its policies and what was refused; --preflight asks before any deployment',
    load: () => (require('./commands/permissions') as typeof permissions).addPermissionsCommand,
  },
  {
    name: 'sql',
    description: 'the database side: scripts and checks',
    load: () => (require('./commands/sql') as typeof sql).addSqlCommand,
  },
  {
    name: 'seed',
    description: 'insert invoices: realistic, repeatable, some planted far above normal usage',
    load: () => (require('./commands/seed') as typeof seed).addSeedCommand,
  },
  {
    name: 'dms',
    description: 'the replication task',
    load: () => (require('./commands/dms') as typeof dms).addDmsCommand,
  },
  {
    name: 'heal',
    description:
      'load the tables again in whose changes the watch found a gap, and bring the deletes',
    load: () => (require('./commands/heal') as typeof heal).addHealCommand,
  },
  {
    name: 'load',
    description:
      'bring the items that a DynamoDB table held before, through an export, to the lake',
    load: () => (require('./commands/load') as typeof load).addLoadCommand,
  },
  {
    name: 'status',
    description: "how each feed's source and stream stand; needs no access to the lake",
    load: () => (require('./commands/status') as typeof status).addStatusCommand,
  },
  {
    name: 'tail',
    description: 'print the records of the stream as they come, one JSON object a line',
    load: () => (require('./commands/tail') as typeof tail).addTailCommand,
  },
  {
    name: 'subscribe',
    description: "send one customer's alerts to an address, by a subscription with a filter policy",
    load: () => (require('./commands/subscribe') as typeof subscribe).addSubscribeCommand,
  },
  {
    name: 'alerts',
    description: 'alerts that wait for an operator',
    load: () => (require('./commands/alerts') as typeof alerts).addAlertsCommand,
  },
  {
    name: 'quarantine',
    description: 'records that could not be handled',
    load: () => (require('./commands/quarantine') as typeof quarantine).addQuarantineCommand,
  },
  {
    name: 'replay',
    description: 'send changes of the lake once more, by table, key and time of commit',
    load: () => (require('./commands/replay') as typeof replay).addReplayCommand,
  },
  {
    name: 'query',
    description: 'ask the lake, through Athena',
    load: () => (require('./commands/query') as typeof query).addQueryCommand,
  },
  {
    name: 'reconcile',
    description: 'compare source and lake by count and checksum, and name the keys that differ',
    load: () => (require('./commands/reconcile') as typeof reconcile).addReconcileCommand,
  },
  {
    name: 'lag',
    description: 'how late each feed is, commit to queryable, split by stage',
    load: () => (require('./commands/lag') as typeof lag).addLagCommand,
  },
];
