import { z } from 'zod';

/**
 * Where a deployment stands. Each is named: nothing is "production because it is not development".
 * `allowDataDeletion` is the environment's half of the two keys that deleting data needs; the other
 * half is `deleteDataOnDestroy` of the resource.
 */
export const ENVIRONMENTS = {
  development: { allowDataDeletion: true },
  staging: { allowDataDeletion: false },
  production: { allowDataDeletion: false },
} as const;

export type EnvironmentName = keyof typeof ENVIRONMENTS;

const names = Object.keys(ENVIRONMENTS) as EnvironmentName[];

export const environmentName = z.enum(names, { error: `give one of ${names.join(', ')}` });

/** True only when both keys are turned. */
export function mayDeleteData(
  environment: { allowDataDeletion: boolean },
  resource: { deleteDataOnDestroy: boolean },
): boolean {
  return environment.allowDataDeletion && resource.deleteDataOnDestroy;
}
