import { Database } from './database';
import type { DefinitionChange } from './definition-change';
import type { Store } from './store';
import { RowStore } from './row-store';
import type { Row } from './row-store';
import { Table } from './table';
import type { ColumnDefinition } from './table-definition';

type Of<Kind extends DefinitionChange['kind']> = Extract<DefinitionChange, { kind: Kind }>;

/** Applies the change and returns what undoes it. */
export function applyDefinition(store: Store, change: DefinitionChange): () => void {
  const undo = apply(store, change);
  store.definitions++;
  return () => {
    undo();
    store.definitions++;
  };
}

function apply(store: Store, change: DefinitionChange): () => void {
  switch (change.kind) {
    case 'create database':
    case 'drop database':
      return applyToServer(store, change);
    case 'fact':
      return applyFact(store, change);
    case 'create schema':
    case 'drop schema':
      return applySchema(store.database(change.database), change);
    case 'create table':
    case 'drop table':
      return applyTable(store.database(change.database), change);
    default:
      return applyToTable(store.table(change.database, change.objectId), change);
  }
}

function applyToServer(store: Store, change: Of<'create database' | 'drop database'>): () => void {
  if (change.kind === 'create database') {
    const { name, id, createdMs } = change;
    store.databases.set(name.toLowerCase(), new Database({ name, id, createdMs }));
    return () => store.databases.delete(name.toLowerCase());
  }
  const dropped = store.database(change.name);
  store.databases.delete(change.name.toLowerCase());
  return () => store.databases.set(change.name.toLowerCase(), dropped);
}

function applyFact(store: Store, change: Of<'fact'>): () => void {
  const facts = change.database === undefined ? store.facts : store.database(change.database).facts;
  const before = facts.get(change.name);
  if (change.value === undefined) facts.delete(change.name);
  else facts.set(change.name, change.value);
  return () => {
    if (before === undefined) facts.delete(change.name);
    else facts.set(change.name, before);
  };
}

function applySchema(database: Database, change: Of<'create schema' | 'drop schema'>): () => void {
  if (change.kind === 'create schema') {
    database.addSchema({ name: change.name, id: change.id });
    return () => database.removeSchema(change.name);
  }
  const dropped = database.schema(change.name);
  database.removeSchema(change.name);
  return () => {
    if (dropped !== undefined) database.addSchema(dropped);
  };
}

function applyTable(database: Database, change: Of<'create table' | 'drop table'>): () => void {
  if (change.kind === 'create table') {
    const table = new Table(database.name, change.definition);
    database.addTable(table);
    return () => database.removeTable(table);
  }
  const table = database.tableById(change.objectId);
  if (table === undefined) return () => undefined;
  database.removeTable(table);
  return () => database.addTable(table);
}

function applyToTable(
  table: Table,
  change: Exclude<
    DefinitionChange,
    Of<
      | 'create database'
      | 'drop database'
      | 'fact'
      | 'create schema'
      | 'drop schema'
      | 'create table'
      | 'drop table'
    >
  >,
): () => void {
  const { columns, keys, rows, lastIdentity } = table;
  switch (change.kind) {
    case 'truncate table':
      table.rows = new RowStore();
      table.lastIdentity = undefined;
      break;
    case 'add column':
      table.columns = [...columns, change.column];
      table.rows = mapRows(rows, (row) => [...row, change.fill]);
      break;
    case 'drop column':
      dropColumn(table, change.name);
      break;
    case 'add key':
      table.keys = [...keys, change.key];
      break;
    case 'drop key':
      table.keys = keys.filter(({ name }) => name.toLowerCase() !== change.name.toLowerCase());
      break;
    case 'set default':
      table.columns = columns.map((column) => withDefault(column, change));
      break;
    case 'set identity':
      table.lastIdentity = change.value;
      break;
  }
  table.rebuildIndexes();
  return () => {
    Object.assign(table, { columns, keys, rows, lastIdentity });
    table.rebuildIndexes();
  };
}

function dropColumn(table: Table, name: string): void {
  const position = table.columnIndex(name);
  table.columns = table.columns.filter((_, at) => at !== position);
  table.rows = mapRows(table.rows, (row) => row.filter((_, at) => at !== position));
}

function withDefault(column: ColumnDefinition, change: Of<'set default'>): ColumnDefinition {
  if (column.name.toLowerCase() !== change.column.toLowerCase()) return column;
  const changed = { ...column };
  delete changed.default;
  return change.default === undefined ? changed : { ...changed, default: change.default };
}

function mapRows(rows: RowStore, change: (row: Row) => Row): RowStore {
  const changed = new RowStore();
  for (const [id, row] of rows.entries()) changed.put(id, change(row));
  return changed;
}
