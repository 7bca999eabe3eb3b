import type { SqlType, SqlValue } from '../types/sql-type';
import type { Evaluation } from './evaluation';

/** An argument as the binder knows it before any row is read. */
export interface BoundArgument {
  type: SqlType;
  /** The literal NULL, which has no type of its own. */
  isNull: boolean;
  /** The value of a literal; undefined for anything else. */
  constant?: SqlValue | undefined;
}

export interface BoundFunction {
  type: SqlType;
  nullable?: boolean;
  /** Types that the arguments are converted to first; an argument beyond them keeps its own. */
  parameters?: readonly SqlType[];
  evaluate(args: SqlValue[], evaluation: Evaluation): SqlValue;
}

export interface ScalarFunction {
  /** Empty for built-in functions such as LEN; `sys`, `cdc` or `dbo` otherwise. */
  schema: string;
  name: string;
  argumentsMin: number;
  argumentsMax: number;
  /** Called once per statement; may throw a `SqlError` (unsuitable types). */
  bind(args: BoundArgument[]): BoundFunction;
}

/** A function whose types do not depend on its arguments'. */
export function fixedFunction(definition: {
  schema?: string;
  name: string;
  parameters: readonly SqlType[];
  /** All of them when absent. */
  required?: number;
  type: SqlType;
  evaluate: (args: SqlValue[], evaluation: Evaluation) => SqlValue;
}): ScalarFunction {
  const { name, parameters, type, evaluate } = definition;
  return {
    schema: definition.schema ?? '',
    name,
    argumentsMin: definition.required ?? parameters.length,
    argumentsMax: parameters.length,
    bind: () => ({ type, parameters, evaluate }),
  };
}

/** Scalar functions by name. */
export class ScalarFunctions {
  private readonly byName = new Map<string, ScalarFunction>();

  register(...functions: ScalarFunction[]): void {
    for (const f of functions) this.byName.set(`${f.schema}.${f.name}`.toLowerCase(), f);
  }

  find(schema: string, name: string): ScalarFunction | undefined {
    return this.byName.get(`${schema}.${name}`.toLowerCase());
  }
}
