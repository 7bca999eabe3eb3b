import type { Binding, Bound } from './binding';
import { sqlMessage } from './sql-message';

/** Throws 137 where no variable of that name is declared. */
export function bindVariable(name: string, { variables, variableTypes }: Binding): Bound {
  const key = name.toLowerCase();
  const variable = variables.get(key);
  if (variable === undefined) throw sqlMessage(137, name);
  const { type } = variable;
  variableTypes.set(key, type);
  return {
    type,
    nullable: true,
    evaluate: (evaluation) => evaluation.variables.get(key)?.value ?? null,
  };
}
