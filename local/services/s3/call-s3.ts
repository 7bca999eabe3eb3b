import type { S3 } from './service';

/** A call that Terraform would make, on the operator's behalf. */
export function callS3(
  { cloud }: S3,
  action: string,
  input: Record<string, unknown>,
): Promise<unknown> {
  const arn = `arn:aws:iam::${cloud.account}:root`;
  const caller = { kind: 'operator', account: cloud.account, arn } as const;
  return cloud.dispatcher.dispatch({ caller, service: 's3', action, input });
}
