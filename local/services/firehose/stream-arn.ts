import type { Cloud } from '../../cloud';

export const deliveryStreamArn = (
  { region, account }: Pick<Cloud, 'region' | 'account'>,
  name: string,
): string => `arn:aws:firehose:${region}:${account}:deliverystream/${name}`;
