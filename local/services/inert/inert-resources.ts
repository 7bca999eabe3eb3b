import type { ResourceAdapter } from '../resource-adapter';
import { type InertType, inertResource } from './inert-resource';
import { NETWORK_TYPES } from './network-types';
import { WATCHING_TYPES } from './watching-types';

/** Resource types that the laptop need not run, each with its reason. */
export const INERT_TYPES: readonly InertType[] = [...NETWORK_TYPES, ...WATCHING_TYPES];

export function inertResources(): ResourceAdapter[] {
  return INERT_TYPES.map(inertResource);
}
