import { KeyIndex } from '../storage/key-index';
import type { Database } from '../storage/database';
import type { Table } from '../storage/table';
import type { ColumnDefinition, KeyDefinition } from '../storage/table-definition';
import type { Transaction } from '../storage/transaction';
import type {
  AlterTableStatement,
  ColumnDefinition as WrittenColumn,
  CreateTableStatement,
  TableConstraint,
} from '../tsql/parse/ast';
import { keyText } from '../types/key-text';
import type { SqlValue } from '../types/sql-type';
import { isInteger } from '../types/type-name';
import type { Binding } from './binding';
import { bindExpression } from './bind-expression';
import { defaultExpression } from './default-value';
import { defaultText } from './expression-source';
import type { Evaluation } from './evaluation';
import { requireDefinition } from './permissions';
import { databaseOf, schemaOf, tableOf } from './resolve-name';
import { columnConversion } from './row-writer';
import { same } from './scope';
import { sqlMessage } from './sql-message';
import { outsideSubset } from '../outside-subset';

/** What a definition runs with, its locks held. */
export interface Defining {
  binding: Binding;
  evaluation: Evaluation;
  transaction: Transaction;
}

export function createTable(
  statement: CreateTableStatement,
  { binding, transaction }: Defining,
): Table {
  const { session } = binding;
  const { name } = statement.name;
  if (name.startsWith('#')) throw outsideSubset('A temporary table', statement.line);
  const database = databaseOf(session, statement.name);
  requireDefinition(session, database, 'CREATE TABLE');
  const schema = database.schema(schemaOf(statement.name))?.name;
  if (schema === undefined) throw sqlMessage(2760, schemaOf(statement.name));
  if (database.table(schema, name) !== undefined) throw sqlMessage(2714, name);
  const objectId = database.nextObjectId();
  const keys = statement.constraints.map((constraint) =>
    keyOf(constraint, { table: name, objectId }),
  );
  checkConstraints(statement, keys);
  const primary = keys.find(({ kind }) => kind === 'primary key')?.columns ?? [];
  const columns = statement.columns.map((column, at) =>
    columnOf(column, {
      id: at + 1,
      table: name,
      objectId,
      inPrimaryKey: primary.some((key) => same(key, column.name)),
    }),
  );
  const createdMs = session.engine.clock.now();
  const definition = { objectId, schema, name, columns, keys, createdMs, isSystem: false };
  transaction.define({ kind: 'create table', database: database.name, definition });
  return session.engine.store.table(database.name, objectId);
}

function checkConstraints(statement: CreateTableStatement, keys: KeyDefinition[]): void {
  const { columns } = statement;
  const { name } = statement.name;
  columns.forEach((column, at) => {
    if (columns.findIndex((other) => same(other.name, column.name)) !== at)
      throw sqlMessage(2705, column.name, name);
  });
  if (columns.filter(({ identity }) => identity !== undefined).length > 1)
    throw sqlMessage(2744, name);
  if (keys.filter(({ kind }) => kind === 'primary key').length > 1) throw sqlMessage(8110, name);
  for (const key of keys) {
    for (const column of key.columns) {
      const found = columns.find((candidate) => same(candidate.name, column));
      if (found === undefined) throw sqlMessage(1911, column);
      if (key.kind === 'primary key' && found.nullable === true) throw sqlMessage(8111, name);
    }
  }
}

interface Naming {
  table: string;
  objectId: number;
}

/** A made-up name ends, as SQL Server's do, in an id in hexadecimal. */
function keyOf(constraint: TableConstraint, { table, objectId }: Naming): KeyDefinition {
  const isPrimary = constraint.kind === 'primary-key';
  const columns = constraint.columns.map(({ name }) => name);
  return {
    name:
      constraint.name ??
      `${isPrimary ? 'PK' : 'UQ'}__${madeUp(table, objectId, columns.join('_'))}`,
    kind: isPrimary ? 'primary key' : 'unique',
    clustered: constraint.clustered ?? isPrimary,
    columns,
  };
}

function madeUp(table: string, objectId: number, salt: string): string {
  let hash = BigInt(objectId);
  for (const unit of salt)
    hash = BigInt.asUintN(64, hash * 1_099_511_628_211n + BigInt(unit.charCodeAt(0)));
  return `${table.slice(0, 9)}__${hash.toString(16).toUpperCase().padStart(16, '0')}`;
}

function columnOf(
  written: WrittenColumn,
  { id, table, objectId, inPrimaryKey }: Naming & { id: number; inPrimaryKey: boolean },
): ColumnDefinition {
  const { name, type, identity } = written;
  const isWhole = isInteger(type) || (type.name === 'decimal' && type.scale === 0);
  if (identity !== undefined && (!isWhole || type.name === 'bit' || written.nullable === true)) {
    throw sqlMessage(2749, name);
  }
  const nullable = written.nullable ?? (identity === undefined && !inPrimaryKey);
  const fallback = written.default && {
    name: written.default.name ?? `DF__${madeUp(table, objectId, name).slice(0, 30)}`,
    text: defaultText(written.default.value),
  };
  return {
    name,
    id,
    type,
    nullable,
    ...(identity === undefined ? {} : { identity }),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

export function alterTable(statement: AlterTableStatement, defining: Defining): void {
  const { session } = defining.binding;
  const table = tableOf(session, statement.table);
  const database = session.engine.store.database(table.database);
  requireDefinition(session, database, 'ALTER');
  const { action } = statement;
  switch (action.kind) {
    case 'add':
      for (const column of action.columns) addColumn(column, table, defining);
      for (const constraint of action.constraints) addKey(constraint, table, defining);
      break;
    case 'drop-columns':
      for (const name of action.columns)
        dropColumn(name, table, { ...defining, ifExists: action.ifExists });
      break;
    case 'drop-constraints':
      for (const name of action.names)
        dropConstraint(name, table, { ...defining, ifExists: action.ifExists });
      break;
  }
  table.modifiedMs = session.engine.clock.now();
  const command = `ALTER TABLE ${table.qualifiedName} ${alteration(action)}`;
  for (const hook of session.engine.store.alterHooks) hook(table, defining.transaction, command);
}

/** What was done, in T-SQL; types and constraints are left out. */
function alteration(action: AlterTableStatement['action']): string {
  switch (action.kind) {
    case 'add':
      return `ADD ${action.columns.map(({ name }) => name).join(', ')}`;
    case 'drop-columns':
      return `DROP COLUMN ${action.columns.join(', ')}`;
    case 'drop-constraints':
      return `DROP CONSTRAINT ${action.names.join(', ')}`;
  }
}

function addColumn(
  written: WrittenColumn,
  table: Table,
  { binding, evaluation, transaction }: Defining,
): void {
  if (table.columnIndex(written.name) >= 0)
    throw sqlMessage(2705, written.name, table.qualifiedName);
  if (written.identity !== undefined)
    throw outsideSubset('ALTER TABLE … ADD with IDENTITY', written.line);
  const id = Math.max(0, ...table.columns.map((column) => column.id)) + 1;
  const { objectId, database } = table;
  const column = columnOf(written, { id, table: table.name, objectId, inPrimaryKey: false });
  let fill: SqlValue = null;
  if (!column.nullable) {
    if (column.default === undefined && table.rows.count > 0) {
      throw sqlMessage(4901, column.name, table.name);
    }
    const bound = bindExpression(defaultExpression(column, written.line), binding);
    fill =
      bound.isNull === true
        ? null
        : columnConversion(bound.type, column, table)(bound.evaluate(evaluation));
  }
  transaction.define({ kind: 'add column', database, objectId, column, fill });
}

function addKey(constraint: TableConstraint, table: Table, { transaction }: Defining): void {
  const { objectId, database } = table;
  const key = keyOf(constraint, { table: table.name, objectId });
  if (table.keys.some(({ name }) => same(name, key.name))) throw sqlMessage(2714, key.name);
  if (key.kind === 'primary key') {
    if (table.keys.some(({ kind }) => kind === 'primary key')) throw sqlMessage(1779, table.name);
    for (const name of key.columns) {
      if (table.columns[table.columnIndex(name)]?.nullable === true)
        throw sqlMessage(8111, table.name);
    }
  }
  checkUnique(key, table);
  transaction.define({ kind: 'add key', database, objectId, key });
}

function checkUnique(key: KeyDefinition, table: Table): void {
  const columns = key.columns.map((name) => {
    const at = table.columnIndex(name);
    const column = table.columns[at];
    if (column === undefined) throw sqlMessage(1911, name);
    return { at, type: column.type };
  });
  const index = new KeyIndex(
    columns.map(({ at }) => at),
    columns.map(({ type }) => type),
  );
  for (const [id, row] of table.rows.entries()) {
    if (index.has(index.keyOf(row))) {
      const shown = columns.map(({ at, type }) => keyText(row[at] ?? null, type)).join(', ');
      throw sqlMessage(1505, table.qualifiedName, key.name, `(${shown})`);
    }
    index.add(row, id);
  }
}

type Dropping = Defining & { ifExists: boolean };

function dropColumn(name: string, table: Table, { transaction, ifExists }: Dropping): void {
  const column = table.columns[table.columnIndex(name)];
  if (column === undefined) {
    if (ifExists) return;
    throw sqlMessage(4924, 'ALTER TABLE DROP COLUMN', name, table.name);
  }
  const key = table.keys.find(({ columns }) => columns.some((part) => same(part, name)));
  if (key !== undefined) throw sqlMessage(5074, 'object', key.name, name);
  if (column.default !== undefined) throw sqlMessage(5074, 'object', column.default.name, name);
  if (table.columns.length === 1) throw sqlMessage(4923, name, table.name);
  transaction.define({
    kind: 'drop column',
    database: table.database,
    objectId: table.objectId,
    name: column.name,
  });
}

function dropConstraint(name: string, table: Table, { transaction, ifExists }: Dropping): void {
  const { database, objectId } = table;
  const column = table.columns.find(
    (candidate) => candidate.default !== undefined && same(candidate.default.name, name),
  );
  if (column !== undefined) {
    transaction.define({ kind: 'set default', database, objectId, column: column.name });
  } else if (table.keys.some((key) => same(key.name, name))) {
    transaction.define({ kind: 'drop key', database, objectId, name });
  } else if (!ifExists) throw sqlMessage(3728, name);
}

/** Refused where a guard of the engine forbids it. */
export function truncateTable(table: Table, { binding, transaction }: Defining): void {
  const { session } = binding;
  const database: Database = session.engine.store.database(table.database);
  requireDefinition(session, database, 'ALTER');
  for (const forbid of session.engine.store.truncateGuards) forbid(table);
  transaction.define({
    kind: 'truncate table',
    database: table.database,
    objectId: table.objectId,
  });
}
