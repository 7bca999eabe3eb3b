import type { Access, RequestContext } from '../permissions/access';
import { ServiceError } from './service-error';

/** Who makes a call. Every call has one, whether it comes over HTTP or from another local service. */
export interface Caller {
  kind: 'operator' | 'role' | 'service';
  /** Twelve digits. */
  account: string;
  /** `arn:aws:sts::…:assumed-role/ROLE/SESSION`, or the service principal of a service. */
  arn: string;
  /** What a service tells of the resource that it acts for: `aws:sourcearn`, `aws:sourceaccount`. */
  context?: RequestContext;
}

export interface CallContext {
  caller: Caller;
  requestId: string;
}

/** One action of a service. Dispatch calls the members in the order in which they stand here. */
export interface Operation<Input = unknown, Output = unknown> {
  /** Validates as AWS does; throws the service's validation error. */
  parse(input: unknown): Input;
  /** The IAM actions that the caller must be allowed, e.g. `kinesis:PutRecords`. */
  iamActions(input: Input): string[];
  /** ARNs that the call touches; `*` where the action takes no resource. */
  resources(input: Input): string[];
  /**
   * The rights that the call needs, where they are not each of `iamActions` on each of `resources`: other
   * actions on other resources, a condition key, the use of a key.
   */
  accesses?(input: Input): readonly Access[] | Promise<readonly Access[]>;
  run(input: Input, context: CallContext): Output | Promise<Output>;
}

/** Every right that the call needs. */
export function accessesOf(
  operation: Operation,
  input: unknown,
): readonly Access[] | Promise<readonly Access[]> {
  if (operation.accesses !== undefined) return operation.accesses(input);
  const actions = operation.iamActions(input);
  return operation
    .resources(input)
    .flatMap((resource) => actions.map((action) => ({ action, resource })));
}

/** What a local service offers, keyed by AWS's action name. */
export interface LocalService {
  /** The IAM prefix: `kinesis`, `s3`, `dynamodb`, … */
  name: string;
  operations: Readonly<Record<string, Operation>>;
}

export interface Call {
  caller: Caller;
  service: string;
  action: string;
  input: unknown;
}

/** A stage that runs before the operation, and may refuse the call by throwing. */
export type Gate = (call: Call, operation: Operation, parsed: unknown) => void | Promise<void>;

/** The one way in to every local service: HTTP is a codec in front of it. */
export interface Dispatcher {
  /** Without an account the service is shared: it answers the callers of every account. */
  register(service: LocalService, account?: string): void;
  /** Hands the call to the caller's account. Throws `ServiceError`; anything else that an operation throws is our own bug. */
  dispatch(call: Call): Promise<unknown>;
  /** Gates run in the order authorise, limits, hazards: the order in which they are added. */
  addGate(gate: Gate): void;
}

/** Keeps the operation's own input and output types inside it, and takes any input from outside. */
export function operation<Input, Output>(definition: Operation<Input, Output>): Operation {
  return definition;
}

export function createDispatcher(nextRequestId: () => string): Dispatcher {
  const services = new Map<string, LocalService>();
  const gates: Gate[] = [];
  return {
    register: (service, account) => {
      services.set(serviceKey(service.name, account), service);
    },
    addGate: (gate) => {
      gates.push(gate);
    },
    dispatch: async (call) => {
      const found = findOperation(services, call);
      const parsed = found.parse(call.input);
      for (const gate of gates) await gate(call, found, parsed);
      return found.run(parsed, { caller: call.caller, requestId: nextRequestId() });
    },
  };
}

function serviceKey(name: string, account?: string): string {
  return account === undefined ? name : `${account}/${name}`;
}

function findOperation(services: Map<string, LocalService>, call: Call): Operation {
  const { account } = call.caller;
  const service = services.get(serviceKey(call.service, account)) ?? services.get(call.service);
  const found = service?.operations[call.action];
  if (found !== undefined) return found;
  if (service === undefined && [...services.keys()].some((key) => key.endsWith(`/${call.service}`)))
    throw new ServiceError(
      'AccessDeniedException',
      `There is no account ${account} on the laptop: no provider of the definition assumes a role in it.`,
      { status: 403 },
    );
  throw new ServiceError(
    'NotImplementedException',
    `${call.service}:${call.action} is not supported by the laptop cloud; docs/differences-from-aws.md lists what is.`,
    { status: 501 },
  );
}
