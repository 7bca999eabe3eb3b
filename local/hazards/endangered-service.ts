import type { LocalService, Operation } from '../endpoint/dispatch';
import { ReplyLostError } from '../endpoint/reply-lost-error';
import { CALL_HAZARDS, type CallHazard } from './call-hazards';
import type { Hazards } from './hazards';

/**
 * The service as its callers meet it: after their rights were checked a call may be refused, or carried
 * out without an answer. What a service calls of itself is spared.
 */
export function endangeredService(service: LocalService, hazards: Hazards): LocalService {
  const operations = Object.entries(service.operations).map(([action, operation]) => {
    const threats = CALL_HAZARDS.filter(
      (threat) => threat.service === service.name && threat.actions.includes(action),
    );
    const name = `${service.name}:${action}`;
    return [
      action,
      threats.length === 0 ? operation : endangered(operation, { name, threats, hazards }),
    ];
  });
  return { ...service, operations: Object.fromEntries(operations) as LocalService['operations'] };
}

function endangered(
  operation: Operation,
  { name, threats, hazards }: { name: string; threats: readonly CallHazard[]; hazards: Hazards },
): Operation {
  const refusals = threats.filter(({ refusal }) => refusal !== undefined);
  const losses = threats.filter(({ refusal }) => refusal === undefined);
  return {
    ...operation,
    run: async (input, context) => {
      for (const { hazard, refusal } of refusals) {
        if (refusal !== undefined && hazards.strikes(hazard)) throw refusal(input, hazards);
      }
      const output = await operation.run(input, context);
      if (losses.some(({ hazard }) => hazards.strikes(hazard))) throw new ReplyLostError(name);
      return output;
    },
  };
}
