import { createHash } from 'node:crypto';

/** `vpc-0a1b2c3d4e5f60718`: the same for the same address, so that a restart gives the same ids. */
export function physicalId(prefix: string, address: string): string {
  return `${prefix}-${createHash('sha256').update(address).digest('hex').slice(0, 17)}`;
}
