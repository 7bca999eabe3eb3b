import type { Table } from './table';
import { TransactionLog } from './transaction-log';

/** A JSON value that belongs to a database or the server: users, grants, capture instances, jobs. */
export type Fact = string | number | boolean | null | Fact[] | { [name: string]: Fact };

export interface Schema {
  name: string;
  id: number;
}

/** The schemas that every database has, with SQL Server's ids. */
const FIXED_SCHEMAS: Schema[] = [
  { name: 'dbo', id: 1 },
  { name: 'guest', id: 2 },
  { name: 'INFORMATION_SCHEMA', id: 3 },
  { name: 'sys', id: 4 },
];
const FIRST_USER_SCHEMA_ID = 5;
const FIRST_OBJECT_ID = 901578250;
const OBJECT_ID_STEP = 16;

export class Database {
  readonly name: string;
  readonly id: number;
  readonly createdMs: number;
  readonly log = new TransactionLog();
  readonly facts = new Map<string, Fact>();
  private readonly schemasByName = new Map<string, Schema>();
  private readonly tablesByName = new Map<string, Table>();
  private readonly tablesById = new Map<number, Table>();
  private lastObjectId = FIRST_OBJECT_ID;

  constructor(definition: { name: string; id: number; createdMs: number }) {
    this.name = definition.name;
    this.id = definition.id;
    this.createdMs = definition.createdMs;
    for (const schema of FIXED_SCHEMAS) this.addSchema(schema);
  }

  get schemas(): Schema[] {
    return [...this.schemasByName.values()];
  }

  /** In order of object id. */
  get tables(): Table[] {
    return [...this.tablesById.values()].sort((a, b) => a.objectId - b.objectId);
  }

  schema(name: string): Schema | undefined {
    return this.schemasByName.get(name.toLowerCase());
  }

  table(schema: string, name: string): Table | undefined {
    return this.tablesByName.get(tableKey(schema, name));
  }

  tableById(objectId: number): Table | undefined {
    return this.tablesById.get(objectId);
  }

  nextObjectId(): number {
    this.lastObjectId += OBJECT_ID_STEP;
    return this.lastObjectId;
  }

  nextSchemaId(): number {
    return Math.max(FIRST_USER_SCHEMA_ID - 1, ...this.schemas.map(({ id }) => id)) + 1;
  }

  addSchema(schema: Schema): void {
    this.schemasByName.set(schema.name.toLowerCase(), schema);
  }

  removeSchema(name: string): void {
    this.schemasByName.delete(name.toLowerCase());
  }

  addTable(table: Table): void {
    this.tablesByName.set(tableKey(table.schema, table.name), table);
    this.tablesById.set(table.objectId, table);
    this.lastObjectId = Math.max(this.lastObjectId, table.objectId);
  }

  removeTable(table: Table): void {
    this.tablesByName.delete(tableKey(table.schema, table.name));
    this.tablesById.delete(table.objectId);
  }
}

function tableKey(schema: string, name: string): string {
  return `${schema.toLowerCase()}.${name.toLowerCase()}`;
}
