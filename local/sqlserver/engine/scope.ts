import { outsideSubset } from '../outside-subset';
import type { ColumnReference } from '../tsql/parse/ast';
import type { SqlType, SqlValue } from '../types/sql-type';
import type { Bound } from './binding';
import type { Evaluation } from './evaluation';
import { sqlMessage } from './sql-message';

export interface ScopeColumn {
  name: string;
  /** What may stand before the name: an alias, or a table's own name with its schema and database. */
  qualifier: { name: string; schema?: string; database?: string };
  type: SqlType;
  nullable: boolean;
  identity?: boolean;
}

/** The columns that a query's expressions may name, and the scope of the query around it. */
export class Scope {
  readonly columns: ScopeColumn[] = [];
  readonly outer: Scope | undefined;
  /** How often a name was resolved to this scope. */
  references = 0;
  /** Whether a name was resolved to a scope further out. */
  reachesOut = false;
  /** Rows that reach inner queries are groups by now. */
  isGrouped = false;

  constructor(outer?: Scope) {
    this.outer = outer;
  }

  /** The column's position here, or undefined. Throws 209 when the name is ambiguous. */
  position(reference: ColumnReference): number | undefined {
    const found: number[] = [];
    this.columns.forEach((column, at) => {
      if (same(column.name, reference.name) && matches(column, reference.qualifier)) found.push(at);
    });
    if (found.length > 1) throw sqlMessage(209, reference.name);
    return found[0];
  }

  /** Throws 207 or 4104 when there is no such column here or further out. */
  resolve(reference: ColumnReference): Bound {
    let depth = -1;
    for (const scope of this.chain()) {
      depth++;
      const at = scope.position(reference);
      if (at === undefined) continue;
      if (depth > 0 && scope.isGrouped) {
        throw outsideSubset(
          'A subquery that names columns of a query with GROUP BY',
          reference.line,
        );
      }
      this.note(scope);
      return columnAt(scope.columns[at], at, depth);
    }
    if (reference.qualifier.length === 0) throw sqlMessage(207, reference.name);
    throw sqlMessage(4104, [...reference.qualifier, reference.name].join('.'));
  }

  private note(found: Scope): void {
    found.references++;
    for (const scope of this.chain()) {
      if (scope === found) return;
      scope.reachesOut = true;
    }
  }

  /** This scope and those around it, innermost first. */
  private chain(): Scope[] {
    return [this, ...(this.outer?.chain() ?? [])];
  }
}

export function same(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}

export function matches({ qualifier }: ScopeColumn, wanted: string[]): boolean {
  const [name, schema, database] = [...wanted].reverse();
  if (name !== undefined && !same(qualifier.name, name)) return false;
  if (schema !== undefined && !same(qualifier.schema ?? '', schema)) return false;
  return database === undefined || same(qualifier.database ?? '', database);
}

function columnAt(column: ScopeColumn | undefined, at: number, depth: number): Bound {
  if (column === undefined) throw new Error(`No column ${String(at)} in scope.`);
  const { type, nullable } = column;
  return { type, nullable, evaluate: reader(at, depth) };
}

function reader(at: number, depth: number): (evaluation: Evaluation) => SqlValue {
  if (depth === 0) return (evaluation) => evaluation.row[at] ?? null;
  return (evaluation) => {
    let current: Evaluation | undefined = evaluation;
    for (let out = depth; out > 0; out--) current = current?.outer;
    return current?.row[at] ?? null;
  };
}
