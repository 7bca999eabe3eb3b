import { bindingWithoutRows } from './bind-query';
import type { Binding } from './binding';
import type { Evaluation } from './evaluation';
import type { Frame } from './frame';

type Level = Pick<Frame, 'session' | 'variables'>;

export function newBinding({ session, variables }: Level): Binding {
  return bindingWithoutRows({ session, variables });
}

export function newEvaluation({ session, variables }: Level): Evaluation {
  const statement = { nowMs: session.engine.clock.now(), cache: new Map() };
  return { session, variables, row: [], statement };
}
