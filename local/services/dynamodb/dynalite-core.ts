import { create, type DynaliteError, type DynaliteStore, type LevelStore } from 'dynalite/db';
import { checkTypes, checkValidations } from 'dynalite/validations';
import { ServiceError } from '../../endpoint/service-error';
import { type DynaliteAction, DYNALITE_OPERATIONS } from './dynalite-operations.data';

/** dynalite without its server: validation and actions over its level store, in this process. */
export interface DynaliteCore {
  store: DynaliteStore;
  opened(): Promise<void>;
  /** Types and rules as DynamoDB checks them; members that dynalite does not know are dropped. */
  validate(action: DynaliteAction, input: unknown): Record<string, unknown>;
  run(action: DynaliteAction, validated: Record<string, unknown>): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

export function createDynaliteCore(options: {
  account: string;
  region: string;
  /** Where the level store lies; undefined keeps it in memory. */
  directory: string | undefined;
  /** Sees the level store before anything else does. */
  prepareStore?: (store: LevelStore) => void;
}): DynaliteCore {
  const store = create({
    ...(options.directory === undefined ? {} : { path: options.directory }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  options.prepareStore?.(store.db);
  store.tableDb.awsAccountId = options.account;
  store.tableDb.awsRegion = options.region;
  let opening: Promise<void> | undefined;
  return {
    store,
    opened: () => (opening ??= open(store, options.directory)),
    validate: (action, input) => {
      const { rules } = DYNALITE_OPERATIONS[action];
      return translated(() => {
        const data = checkTypes(structuredClone(input ?? {}), rules.types);
        refuseNulls(data);
        checkValidations(data, rules.types, rules.custom, store);
        return data;
      });
    },
    run: (action, validated) =>
      new Promise((resolve, reject) => {
        DYNALITE_OPERATIONS[action].run(store, validated, (error, output) => {
          if (error == null) resolve(output ?? {});
          else reject(serviceError(error));
        });
      }),
    close: () => store.db.close(),
  };
}

async function open(store: DynaliteStore, directory: string | undefined): Promise<void> {
  try {
    await store.db.open();
  } catch (cause) {
    throw new Error(
      `The tables in ${directory ?? 'memory'} cannot be opened; is another run using them?`,
      {
        cause,
      },
    );
  }
}

/**
 * A member that is null counts as not given, but neither a list nor a map may hold one: "Attribute values cannot be
 * null" (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html). dynalite would fail over it,
 * or keep it.
 */
function refuseNulls(value: unknown): void {
  if (value === null) {
    throw new ServiceError(
      'ValidationException',
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    );
  }
  if (typeof value !== 'object') return;
  for (const inner of Object.values(value)) refuseNulls(inner);
}

function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw serviceError(error as DynaliteError);
  }
}

/** dynalite's errors carry DynamoDB's body; anything without one is a fault of ours. */
export function serviceError(error: DynaliteError): Error {
  const { body } = error;
  if (body === undefined) return error;
  const code = body.__type.slice(body.__type.indexOf('#') + 1);
  return new ServiceError(code, body.message ?? body.Message ?? '', {
    status: error.statusCode ?? 400,
  });
}
