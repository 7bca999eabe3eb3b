import type { Schedule, Step } from './schedule';

/** A schedule as a person reads it, a line a step. */
export function tellSchedule({ feed, fresh, hazards, steps }: Schedule): string[] {
  return [
    `feed ${feed}${fresh ? ', whose task was never started before' : ''}; hazards: ${hazards.join(', ') || 'none'}`,
    ...steps.map((step, index) => `${index + 1}. ${tellStep(step)}`),
  ];
}

function tellStep(step: Step): string {
  switch (step.kind) {
    case 'transaction': {
      const pause = step.pauseMilliseconds > 0 ? `, ${step.pauseMilliseconds} ms after each` : '';
      const statements = step.statements.map(({ kind, ...rest }) => `${kind} ${told(rest)}`);
      return `transaction: ${statements.join(', ')}${pause}; ${step.end}`;
    }
    case 'write': {
      const { kind, ...rest } = step.write;
      return `item: ${kind} ${told(rest)}`;
    }
    case 'transact': {
      const writes = step.writes.map(({ kind, ...rest }) => `${kind} ${told(rest)}`);
      return `items at once: ${writes.join(', ')}${step.refused ? '; refused' : ''}`;
    }
    case 'wait':
      return `wait ${step.milliseconds} ms`;
    case 'crash at write':
      return `crash ${step.when} the ${step.nth}. durable write from now`;
    case 'stop task':
    case 'resume task':
    case 'reload':
    case 'restart':
    case 'crash':
      return step.kind;
  }
}

function told(members: object): string {
  return Object.entries(members)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(' ');
}
