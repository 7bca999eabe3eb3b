import type { Query } from '../tsql/parse/ast';
import { bindQuery } from './bind-query';
import type { Binding } from './binding';
import type { Plan } from './plan';

export function planSelect(query: Query, binding: Binding): Plan {
  const bound = bindQuery(query, binding);
  const common = { reads: binding.reads, writes: [] };
  if (bound.assigns) {
    return {
      ...common,
      run: (evaluation) => ({ counted: bound.rows(evaluation).length }),
    };
  }
  return {
    ...common,
    columns: bound.columns,
    run: (evaluation) => {
      const rows = bound.rows(evaluation);
      return { rows, rowCount: rows.length };
    },
  };
}
