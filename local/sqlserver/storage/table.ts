import { sqlMessage } from '../engine/sql-message';
import { keyText } from '../types/key-text';
import type { SqlType } from '../types/sql-type';
import { KeyIndex } from './key-index';
import { RowStore } from './row-store';
import type { Row } from './row-store';
import type { ColumnDefinition, KeyDefinition, TableDefinition } from './table-definition';

/** Rows searched by an unkeyed column get an index once the table is this large. */
const AUTOMATIC_INDEX_ROWS = 256;

/** One table: its definition, rows and indexes. Changes go through a `Transaction`. */
export class Table {
  readonly database: string;
  readonly objectId: number;
  readonly createdMs: number;
  readonly isSystem: boolean;
  schema: string;
  name: string;
  /** Replaced, never changed in place, when a column comes or goes. */
  columns: readonly ColumnDefinition[];
  keys: readonly KeyDefinition[];
  rows = new RowStore();
  /** The identity value last given; undefined before the first. */
  lastIdentity: bigint | undefined;
  /** Milliseconds since 1970 of the last change of the definition. */
  modifiedMs: number;
  private keyIndexes: { key: KeyDefinition; index: KeyIndex }[] = [];
  private automaticIndexes = new Map<number, KeyIndex>();

  constructor(database: string, definition: TableDefinition) {
    this.database = database;
    this.objectId = definition.objectId;
    this.createdMs = definition.createdMs;
    this.modifiedMs = definition.createdMs;
    this.isSystem = definition.isSystem;
    this.schema = definition.schema;
    this.name = definition.name;
    this.columns = definition.columns;
    this.keys = definition.keys;
    this.rebuildIndexes();
  }

  get definition(): TableDefinition {
    const { objectId, schema, name, columns, keys, createdMs, isSystem } = this;
    return { objectId, schema, name, columns: [...columns], keys: [...keys], createdMs, isSystem };
  }

  /** `dbo.invoices` */
  get qualifiedName(): string {
    return `${this.schema}.${this.name}`;
  }

  columnIndex(name: string): number {
    const wanted = name.toLowerCase();
    return this.columns.findIndex((column) => column.name.toLowerCase() === wanted);
  }

  /** Ids of the rows whose column equals a value with that `comparisonKey`. */
  findByColumn(position: number, key: string): number[] | undefined {
    const index = this.indexOn(position);
    return index?.find(key);
  }

  /** Throws 2627 or 2601 when another row has the same key. */
  checkKeys(row: Row, except?: Row): void {
    for (const { key, index } of this.keyIndexes) {
      const value = index.keyOf(row);
      if (!index.has(value) || (except !== undefined && index.keyOf(except) === value)) continue;
      throw this.duplicateKey(key, index, row);
    }
  }

  put(id: number, row: Row): void {
    this.rows.put(id, row);
    for (const { index } of this.keyIndexes) index.add(row, id);
    for (const index of this.automaticIndexes.values()) index.add(row, id);
  }

  remove(id: number): void {
    const row = this.rows.get(id);
    if (row === undefined) return;
    this.rows.remove(id);
    for (const { index } of this.keyIndexes) index.remove(row, id);
    for (const index of this.automaticIndexes.values()) index.remove(row, id);
  }

  /** After `rows`, `columns` or `keys` were replaced. */
  rebuildIndexes(): void {
    this.automaticIndexes = new Map();
    this.keyIndexes = this.keys.map((key) => ({ key, index: this.indexOver(key.columns) }));
  }

  private indexOn(position: number): KeyIndex | undefined {
    const keyed = this.keyIndexes.find(
      ({ index }) => index.positions.length === 1 && index.positions[0] === position,
    );
    if (keyed !== undefined) return keyed.index;
    const existing = this.automaticIndexes.get(position);
    if (existing !== undefined) return existing;
    const name = this.columns[position]?.name;
    if (name === undefined || this.rows.count < AUTOMATIC_INDEX_ROWS) return undefined;
    const index = this.indexOver([name]);
    this.automaticIndexes.set(position, index);
    return index;
  }

  private indexOver(names: readonly string[]): KeyIndex {
    const positions = names.map((name) => this.columnIndex(name));
    const index = new KeyIndex(
      positions,
      positions.map((at) => this.typeAt(at)),
    );
    for (const [id, row] of this.rows.entries()) index.add(row, id);
    return index;
  }

  private typeAt(position: number): SqlType {
    const column = this.columns[position];
    if (column === undefined) throw new Error(`No column ${String(position)} in ${this.name}.`);
    return column.type;
  }

  private duplicateKey(key: KeyDefinition, index: KeyIndex, row: Row) {
    const value = index.positions.map((at) => keyText(row[at] ?? null, this.typeAt(at)));
    const shown = `(${value.join(', ')})`;
    if (key.kind === 'unique index') {
      return sqlMessage(2601, this.qualifiedName, key.name, shown);
    }
    const kind = key.kind === 'primary key' ? 'PRIMARY KEY' : 'UNIQUE KEY';
    return sqlMessage(2627, kind, key.name, this.qualifiedName, shown);
  }
}
