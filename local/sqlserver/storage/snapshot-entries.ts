import { encodeDefinition, encodeRow } from './redo-encoding';
import type { RedoEntry, RedoOperation } from './redo-encoding';
import type { Database, Fact } from './database';
import type { DefinitionChange } from './definition-change';
import type { Store } from './store';
import type { Table } from './table';

/** Redo entries that make the store's present state from nothing, its row ids included. */
export function* snapshotEntries(store: Store): Generator<RedoEntry> {
  const identity = store.snapshotIdentity();
  const entry = (operations: RedoOperation[]): RedoEntry => ({ ...identity, operations });
  yield entry(factChanges(store.facts).map(asOperation));
  for (const database of store.databases.values()) {
    yield entry(databaseChanges(database).map(asOperation));
    for (const table of database.tables) yield entry(tableOperations(table));
  }
}

function databaseChanges({ name, id, createdMs, schemas, facts }: Database): DefinitionChange[] {
  return [
    { kind: 'create database', name, id, createdMs },
    ...schemas.map((schema) => ({ kind: 'create schema' as const, database: name, ...schema })),
    ...factChanges(facts, name),
  ];
}

function factChanges(facts: Map<string, Fact>, database?: string): DefinitionChange[] {
  return [...facts].map(([name, value]) => ({
    kind: 'fact',
    name,
    value,
    ...(database === undefined ? {} : { database }),
  }));
}

function tableOperations(table: Table): RedoOperation[] {
  const { database, objectId, definition, lastIdentity } = table;
  const operations = [asOperation({ kind: 'create table', database, definition })];
  operations.push({ t: objectId, in: database });
  for (const [id, row] of table.rows.entries()) operations.push([id, encodeRow(row)]);
  if (lastIdentity !== undefined) {
    operations.push(asOperation({ kind: 'set identity', database, objectId, value: lastIdentity }));
  }
  return operations;
}

function asOperation(change: DefinitionChange): RedoOperation {
  return { d: encodeDefinition(change) };
}
