import type { Block } from '../resource-adapter';
import { operatorCaller } from '../sts/operator-caller';
import type { S3 } from './service';

/** The calls that Terraform would make, on behalf of the operator of the block's account. */
export function s3Calls({ cloud }: S3, { account }: Block) {
  const caller = operatorCaller(account);
  return (action: string, input: Record<string, unknown>): Promise<unknown> =>
    cloud.dispatcher.dispatch({ caller, service: 's3', action, input });
}
