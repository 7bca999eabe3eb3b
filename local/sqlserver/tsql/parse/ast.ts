/* eslint-disable max-lines -- declarations only: the grammar of one language, read side by side */
import type { SqlType, SqlValue } from '../../types/sql-type';

/** Where a node starts: the line of the batch, 1-based. */
export interface Located {
  line: number;
}

/** A name of up to three parts, unquoted, in the case in which it was written. */
export interface ObjectName extends Located {
  database?: string;
  schema?: string;
  name: string;
}

// Expressions. Conditions are apart: T-SQL has no boolean values.

export type Expression =
  | Literal
  | NullLiteral
  | ColumnReference
  | VariableReference
  | GlobalReference
  | DefaultMarker
  | UnaryExpression
  | BinaryExpression
  | CaseExpression
  | ConvertExpression
  | CallExpression
  | DatePart
  | CollateExpression
  | SubqueryExpression;

/**
 * A constant with the type SQL Server gives it: whole numbers are int up to 2147483647 and decimal
 * of their own digit count above; 'x' is varchar(n), N'x' nvarchar(n), 0x… varbinary(n), $1 money, 1e0 float.
 */
export interface Literal extends Located {
  kind: 'literal';
  type: SqlType;
  value: Exclude<SqlValue, null>;
}

export interface NullLiteral extends Located {
  kind: 'null';
}

/** `qualifier` holds the parts before the name, outermost first: `dbo.t.a` gives ['dbo', 't']. */
export interface ColumnReference extends Located {
  kind: 'column';
  qualifier: string[];
  name: string;
}

/** `name` with its `@`. */
export interface VariableReference extends Located {
  kind: 'variable';
  name: string;
}

/** `name` with its `@@`. */
export interface GlobalReference extends Located {
  kind: 'global';
  name: string;
}

/** The word DEFAULT as a value: in VALUES, in SET and as a function's or procedure's argument. */
export interface DefaultMarker extends Located {
  kind: 'default';
}

export interface UnaryExpression extends Located {
  kind: 'unary';
  operator: '-' | '+' | '~';
  operand: Expression;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^';

export interface BinaryExpression extends Located {
  kind: 'binary';
  operator: BinaryOperator;
  left: Expression;
  right: Expression;
}

/** With `operand` each `when` is a value to compare with; without it, a condition. IIF arrives as the latter. */
export type CaseExpression = SimpleCase | SearchedCase;

export interface SimpleCase extends Located {
  kind: 'simple-case';
  operand: Expression;
  branches: { when: Expression; then: Expression }[];
  otherwise?: Expression;
}

export interface SearchedCase extends Located {
  kind: 'searched-case';
  branches: { when: Condition; then: Expression }[];
  otherwise?: Expression;
}

/** CAST, CONVERT, TRY_CAST and TRY_CONVERT; a character or binary type without a length has 30 here. */
export interface ConvertExpression extends Located {
  kind: 'convert';
  function: 'CAST' | 'CONVERT';
  /** NULL instead of an error. */
  attempt: boolean;
  type: SqlType;
  operand: Expression;
  style?: Expression;
}

/** A function: built in, aggregate or schema-qualified. CURRENT_TIMESTAMP and its like arrive as calls too. */
export interface CallExpression extends Located {
  kind: 'call';
  name: ObjectName;
  arguments: Expression[];
  /** COUNT(DISTINCT x). */
  distinct: boolean;
  /** COUNT(*). */
  star: boolean;
}

/** First argument of DATEADD, DATEDIFF, DATENAME, DATEPART, …: the word as written, in lower case. */
export interface DatePart extends Located {
  kind: 'date-part';
  part: string;
}

export interface CollateExpression extends Located {
  kind: 'collate';
  operand: Expression;
  collation: string;
}

export interface SubqueryExpression extends Located {
  kind: 'subquery';
  query: Query;
}

// Conditions.

export type Condition =
  | Comparison
  | LogicalCondition
  | NotCondition
  | IsNullCondition
  | InListCondition
  | InQueryCondition
  | ExistsCondition
  | BetweenCondition
  | LikeCondition;

/** `!=`, `!<` and `!>` arrive as `<>`, `>=` and `<=`. */
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export interface Comparison extends Located {
  kind: 'comparison';
  operator: ComparisonOperator;
  left: Expression;
  right: Expression;
}

export interface LogicalCondition extends Located {
  kind: 'logical';
  operator: 'AND' | 'OR';
  left: Condition;
  right: Condition;
}

export interface NotCondition extends Located {
  kind: 'not';
  condition: Condition;
}

export interface IsNullCondition extends Located {
  kind: 'is-null';
  operand: Expression;
  negated: boolean;
}

export interface InListCondition extends Located {
  kind: 'in-list';
  operand: Expression;
  list: Expression[];
  negated: boolean;
}

export interface InQueryCondition extends Located {
  kind: 'in-query';
  operand: Expression;
  query: Query;
  negated: boolean;
}

export interface ExistsCondition extends Located {
  kind: 'exists';
  query: Query;
}

export interface BetweenCondition extends Located {
  kind: 'between';
  operand: Expression;
  low: Expression;
  high: Expression;
  negated: boolean;
}

export interface LikeCondition extends Located {
  kind: 'like';
  operand: Expression;
  pattern: Expression;
  escape?: Expression;
  negated: boolean;
}

// Queries.

export interface Query extends Located {
  distinct: boolean;
  top?: Expression;
  items: SelectItem[];
  from?: TableSource;
  where?: Condition;
  groupBy: Expression[];
  having?: Condition;
  orderBy: OrderItem[];
  /** OFFSET n ROWS, and how many rows FETCH NEXT takes. */
  offset?: { skip: Expression; take?: Expression };
}

export type SelectItem =
  | (Located & { kind: 'star'; qualifier: string[] })
  | (Located & { kind: 'expression'; expression: Expression; alias?: string })
  | (Located & {
      kind: 'assignment';
      variable: string;
      operator: AssignmentOperator;
      value: Expression;
    });

/** An integer literal as `expression` is a position in the select list. */
export interface OrderItem extends Located {
  expression: Expression;
  descending: boolean;
}

export type TableSource = NamedTable | TableFunction | Join;

/** `hints` are upper case words: NOLOCK, READPAST, UPDLOCK, … */
export interface NamedTable extends Located {
  kind: 'table';
  name: ObjectName;
  alias?: string;
  hints: string[];
}

export interface TableFunction extends Located {
  kind: 'function';
  name: ObjectName;
  arguments: Expression[];
  alias?: string;
}

export interface Join extends Located {
  kind: 'join';
  join: 'inner' | 'left' | 'cross';
  left: TableSource;
  right: TableSource;
  /** Absent for a cross join only. */
  on?: Condition;
}

// Statements.

export type Statement =
  | SelectStatement
  | InsertStatement
  | InsertBulkStatement
  | UpdateStatement
  | DeleteStatement
  | TruncateStatement
  | DefinitionStatement
  | SecurityStatement
  | DatabaseStatement
  | FlowStatement
  | VariableStatement
  | TransactionStatement
  | ExecuteStatement
  | ExecuteTextStatement;

export interface SelectStatement extends Located {
  kind: 'select';
  query: Query;
}

export interface InsertStatement extends Located {
  kind: 'insert';
  table: ObjectName;
  /** Absent: all columns in order. */
  columns?: string[];
  source:
    | { kind: 'values'; rows: Expression[][] }
    | { kind: 'query'; query: Query }
    | { kind: 'defaults' };
}

/** The announcement of a bulk load: `INSERT BULK t ([a] int, …) WITH (TABLOCK, …)`. */
export interface InsertBulkStatement extends Located {
  kind: 'insert-bulk';
  table: ObjectName;
  columns: { name: string; type: SqlType }[];
  /** Upper case: CHECK_CONSTRAINTS, FIRE_TRIGGERS, KEEP_NULLS, KEEP_IDENTITY, TABLOCK, ROWS_PER_BATCH = 5, … */
  options: string[];
}

export type AssignmentOperator = '=' | '+=' | '-=' | '*=' | '/=' | '%=' | '&=' | '|=' | '^=';

export interface ColumnAssignment extends Located {
  column: string;
  operator: AssignmentOperator;
  value: Expression;
}

/** With `from`, `table` may be its alias. */
export interface UpdateStatement extends Located {
  kind: 'update';
  top?: Expression;
  table: ObjectName;
  assignments: ColumnAssignment[];
  from?: TableSource;
  where?: Condition;
}

export interface DeleteStatement extends Located {
  kind: 'delete';
  top?: Expression;
  table: ObjectName;
  from?: TableSource;
  where?: Condition;
}

export interface TruncateStatement extends Located {
  kind: 'truncate';
  table: ObjectName;
}

export type DefinitionStatement =
  | CreateDatabaseStatement
  | CreateSchemaStatement
  | CreateTableStatement
  | AlterTableStatement
  | DropStatement;

export interface CreateDatabaseStatement extends Located {
  kind: 'create-database';
  name: string;
  collation?: string;
}

export interface CreateSchemaStatement extends Located {
  kind: 'create-schema';
  name: string;
  owner?: string;
}

export interface CreateTableStatement extends Located {
  kind: 'create-table';
  name: ObjectName;
  columns: ColumnDefinition[];
  /** Those written as lines of their own and those written beside a column, in order. */
  constraints: TableConstraint[];
}

export interface ColumnDefinition extends Located {
  name: string;
  type: SqlType;
  /** Absent: not said (nullable, unless identity or in a primary key). */
  nullable?: boolean;
  identity?: { seed: bigint; increment: bigint };
  default?: { name?: string; value: Expression };
  collation?: string;
}

/** `name` is absent where the server has to make one up. */
export interface TableConstraint extends Located {
  kind: 'primary-key' | 'unique';
  name?: string;
  /** Absent: not said (a primary key is clustered). */
  clustered?: boolean;
  columns: { name: string; descending: boolean }[];
}

export interface AlterTableStatement extends Located {
  kind: 'alter-table';
  table: ObjectName;
  action:
    | { kind: 'add'; columns: ColumnDefinition[]; constraints: TableConstraint[] }
    | { kind: 'drop-columns'; columns: string[]; ifExists: boolean }
    | { kind: 'drop-constraints'; names: string[]; ifExists: boolean };
}

export interface DropStatement extends Located {
  kind: 'drop';
  object: 'database' | 'schema' | 'table' | 'login' | 'user' | 'role';
  names: ObjectName[];
  ifExists: boolean;
}

export type SecurityStatement =
  | CreateLoginStatement
  | AlterLoginStatement
  | CreateUserStatement
  | AlterUserStatement
  | CreateRoleStatement
  | AlterRoleStatement
  | PermissionStatement
  | AlterAuthorizationStatement;

/** `settings` keep what is written after WITH besides the password: upper case name, value as text. */
export interface CreateLoginStatement extends Located {
  kind: 'create-login';
  name: string;
  password: string;
  settings: Record<string, string>;
}

export interface AlterLoginStatement extends Located {
  kind: 'alter-login';
  name: string;
  password?: string;
  enabled?: boolean;
  settings: Record<string, string>;
}

/** `login` absent and not `withoutLogin`: the login of the same name. */
export interface CreateUserStatement extends Located {
  kind: 'create-user';
  name: string;
  login?: string;
  withoutLogin: boolean;
  settings: Record<string, string>;
}

export interface AlterUserStatement extends Located {
  kind: 'alter-user';
  name: string;
  settings: Record<string, string>;
}

export interface CreateRoleStatement extends Located {
  kind: 'create-role';
  name: string;
}

export interface AlterRoleStatement extends Located {
  kind: 'alter-role';
  scope: 'database' | 'server';
  role: string;
  action: 'add' | 'drop';
  member: string;
}

export interface PermissionStatement extends Located {
  kind: 'permission';
  action: 'grant' | 'deny' | 'revoke';
  /** Upper case, one blank between words: SELECT, VIEW SERVER STATE. */
  permissions: string[];
  /** Absent: the permission is on the server or the current database, as its name says. */
  securable?: {
    class: 'object' | 'schema' | 'database' | 'login' | 'user' | 'role' | 'type';
    name: ObjectName;
    /** GRANT SELECT ON t (a, b). */
    columns?: string[];
  };
  principals: string[];
  grantOption: boolean;
}

export interface AlterAuthorizationStatement extends Located {
  kind: 'alter-authorization';
  class: 'object' | 'schema' | 'database';
  name: ObjectName;
  owner: string;
}

export type DatabaseStatement =
  UseStatement | AlterDatabaseStatement | BackupStatement | CheckpointStatement;

export interface UseStatement extends Located {
  kind: 'use';
  database: string;
}

/** ALTER DATABASE x SET …; `database` is absent for CURRENT. */
export interface AlterDatabaseStatement extends Located {
  kind: 'alter-database';
  database?: string;
  /** Upper case names and values: RECOVERY = FULL, READ_COMMITTED_SNAPSHOT = ON. */
  settings: Record<string, string>;
}

export interface BackupStatement extends Located {
  kind: 'backup';
  backup: 'database' | 'log';
  database: string;
  disks: Expression[];
}

export interface CheckpointStatement extends Located {
  kind: 'checkpoint';
}

export type FlowStatement =
  | BlockStatement
  | IfStatement
  | WhileStatement
  | BreakStatement
  | ContinueStatement
  | TryStatement
  | ThrowStatement
  | RaiserrorStatement
  | PrintStatement
  | ReturnStatement
  | WaitforStatement;

export interface BlockStatement extends Located {
  kind: 'block';
  statements: Statement[];
}

export interface IfStatement extends Located {
  kind: 'if';
  condition: Condition;
  then: Statement;
  otherwise?: Statement;
}

export interface WhileStatement extends Located {
  kind: 'while';
  condition: Condition;
  body: Statement;
}

export interface BreakStatement extends Located {
  kind: 'break';
}

export interface ContinueStatement extends Located {
  kind: 'continue';
}

export interface TryStatement extends Located {
  kind: 'try';
  body: Statement[];
  handler: Statement[];
}

/** Without `error`: raises the caught one again. */
export interface ThrowStatement extends Located {
  kind: 'throw';
  error?: { number: Expression; message: Expression; state: Expression };
}

export interface RaiserrorStatement extends Located {
  kind: 'raiserror';
  message: Expression;
  severity: Expression;
  state: Expression;
  arguments: Expression[];
  /** Upper case: NOWAIT, LOG, SETERROR. */
  options: string[];
}

export interface PrintStatement extends Located {
  kind: 'print';
  message: Expression;
}

export interface ReturnStatement extends Located {
  kind: 'return';
  value?: Expression;
}

/** `time` is text as in `'00:00:01.500'`, or a variable. */
export interface WaitforStatement extends Located {
  kind: 'waitfor';
  wait: 'delay';
  time: Expression;
}

export type VariableStatement =
  | DeclareStatement
  | SetVariableStatement
  | SetOptionStatement
  | SetIsolationStatement
  | SetIdentityInsertStatement;

export interface DeclareStatement extends Located {
  kind: 'declare';
  /** `name` with its `@`. */
  variables: (Located & { name: string; type: SqlType; value?: Expression })[];
}

export interface SetVariableStatement extends Located {
  kind: 'set-variable';
  variable: string;
  operator: AssignmentOperator;
  value: Expression;
}

/** SET NOCOUNT ON, SET ANSI_NULLS, QUOTED_IDENTIFIER ON, SET TEXTSIZE 100, SET LOCK_TIMEOUT -1, SET DEADLOCK_PRIORITY LOW. */
export interface SetOptionStatement extends Located {
  kind: 'set-option';
  /** Upper case. */
  options: string[];
  /** true for ON, false for OFF; a bare word (LOW, dmy, us_english) is a varchar literal. */
  value: boolean | Expression;
}

export interface SetIsolationStatement extends Located {
  kind: 'set-isolation';
  level: 'READ UNCOMMITTED' | 'READ COMMITTED' | 'REPEATABLE READ' | 'SERIALIZABLE' | 'SNAPSHOT';
}

export interface SetIdentityInsertStatement extends Located {
  kind: 'set-identity-insert';
  table: ObjectName;
  on: boolean;
}

export interface TransactionStatement extends Located {
  kind: 'transaction';
  action: 'begin' | 'commit' | 'rollback' | 'save';
  /** A variable holds the name when the text is known only at run time. */
  name?: string | VariableReference;
}

export interface ExecuteArgument extends Located {
  /** With its `@`; absent when passed by position. */
  name?: string;
  /** A bare word arrives as an nvarchar literal. */
  value: Expression;
  output: boolean;
}

/** EXEC [@r =] proc arguments. */
export interface ExecuteStatement extends Located {
  kind: 'execute';
  returnVariable?: string;
  procedure: ObjectName;
  arguments: ExecuteArgument[];
}

/** EXEC (text). */
export interface ExecuteTextStatement extends Located {
  kind: 'execute-text';
  text: Expression;
}
