/** The parts of dynalite 4.0.0 that the service calls; the package has no types and no `exports` map. */
declare module 'dynalite/db' {
  export interface DynaliteError extends Error {
    statusCode?: number;
    body?: { __type: string; message?: string; Message?: string };
  }

  type Done<Value = void> = (error?: DynaliteError | null, value?: Value) => void;

  export interface LevelOperation {
    type: 'put' | 'del';
    key: string;
    value?: unknown;
  }

  export interface LevelRange {
    gt?: string;
    gte?: string;
    lt?: string;
    lte?: string;
    reverse?: boolean;
    limit?: number;
  }

  /** Sees the store as it was when the iterator was made. */
  export interface LevelIterator<Entry> extends AsyncIterable<Entry> {
    /** Undefined at the end. */
    next(): Promise<Entry | undefined>;
    all(): Promise<Entry[]>;
    close(): Promise<void>;
  }

  /** The level store under all tables; keys are `item-TABLE~KEY`, `index-…~KEY`, `table~TABLE`. */
  export interface LevelStore {
    get(key: string): Promise<unknown>;
    get(key: string, done: Done<unknown>): void;
    put(key: string, value: unknown): Promise<void>;
    put(key: string, value: unknown, done: Done): void;
    del(key: string): Promise<void>;
    del(key: string, done: Done): void;
    batch(operations: LevelOperation[]): Promise<void>;
    batch(operations: LevelOperation[], done: Done): void;
    keys(range: LevelRange): LevelIterator<string>;
    values(range: LevelRange): LevelIterator<unknown>;
    iterator(range: LevelRange): LevelIterator<[string, unknown]>;
    clear(range: LevelRange): Promise<void>;
    close(): Promise<void>;
    open(): Promise<void>;
  }

  export interface DynaliteStore {
    db: LevelStore;
    tableDb: { awsAccountId: string; awsRegion: string };
    options: { maxItemSize: number };
  }

  export interface DynaliteTable {
    KeySchema: { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
    AttributeDefinitions: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
    TableName: string;
    TableArn: string;
    TableId: string;
    TableStatus: string;
    CreationDateTime: number;
  }

  export function create(options: {
    path?: string;
    createTableMs: number;
    deleteTableMs: number;
    updateTableMs: number;
  }): DynaliteStore;
  export function checkConditional(
    data: Record<string, unknown>,
    existing: unknown,
  ): DynaliteError | null | undefined;
  export function createKey(
    key: Record<string, unknown>,
    table: Pick<DynaliteTable, 'KeySchema' | 'AttributeDefinitions'>,
  ): string;
  export function validateKey(
    key: Record<string, unknown>,
    table: DynaliteTable,
  ): DynaliteError | null | undefined;
}

declare module 'dynalite/validations' {
  import type { DynaliteStore } from 'dynalite/db';

  export function checkTypes(data: unknown, types: unknown): Record<string, unknown>;
  export function checkValidations(
    ...call: [data: Record<string, unknown>, types: unknown, custom: unknown, store: DynaliteStore]
  ): void;
}

declare module 'dynalite/validations/*' {
  export const types: unknown;
  export const custom: unknown;
}

declare module 'dynalite/actions/*' {
  import type { DynaliteError, DynaliteStore } from 'dynalite/db';

  export default function run(
    store: DynaliteStore,
    data: Record<string, unknown>,
    done: (error?: DynaliteError | null, output?: Record<string, unknown>) => void,
  ): void;
}
