import { operatorCaller } from '../sts/operator-caller';
import type { DynamoDb } from './service';

/** A call that Terraform would make, on the operator's behalf; members that are undefined are not given. */
export async function callDynamoDb(
  { cloud, service }: DynamoDb,
  action: string,
  input: Record<string, unknown>,
): Promise<unknown> {
  const operation = service.operations[action];
  if (operation === undefined) throw new Error(`dynamodb:${action} is not there`);
  const caller = operatorCaller(cloud.account);
  const given = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  );
  return await operation.run(operation.parse(given), { caller, requestId: cloud.chance.uuid() });
}
