import type { Cloud } from '../../cloud';
import type { LocalService } from '../../endpoint/dispatch';
import type { ServiceRoute } from '../../endpoint/service-route';
import { cryptographicOperations } from './cryptographic-operations';
import { keyOperations } from './key-operations';
import { type Key, createKeyRing } from './key-ring';

export interface Kms {
  service: LocalService;
  route: ServiceRoute;
  /** The key that the address declared, made at its first start and found again at later ones. */
  declareKey(wanted: Partial<Key> & { declaredBy: string }): Promise<Key>;
  declareAlias(name: string, keyReference: string): Promise<{ arn: string; key: Key }>;
  setKeyPolicy(keyReference: string, policy: string): Promise<Key>;
  /** By id, ARN or alias; undefined for a key that is not here. */
  keyOf(reference: string): Key | undefined;
  keys(): Key[];
  loaded(): Promise<void>;
}

const route: ServiceRoute = {
  service: 'kms',
  protocol: 'json',
  jsonVersion: '1.1',
  targetPrefix: 'TrentService',
  signingNames: ['kms'],
  shape: { blobs: ['Plaintext', 'CiphertextBlob'], timestamps: ['CreationDate'] },
};

export function createKms(cloud: Cloud): Kms {
  const ring = createKeyRing(cloud);
  return {
    service: {
      name: 'kms',
      operations: { ...keyOperations(cloud, ring), ...cryptographicOperations(cloud, ring) },
    },
    route,
    keyOf: (reference) => ring.known(reference),
    keys: () => ring.keys(),
    loaded: () => ring.loaded(),
    declareKey: async (wanted) => {
      await ring.loaded();
      const known = ring.keys().find((key) => key.declaredBy === wanted.declaredBy);
      if (known === undefined) return ring.create(wanted);
      const declared = { ...known, ...wanted };
      await ring.save(declared);
      return declared;
    },
    declareAlias: async (name, keyReference) => {
      await ring.loaded();
      const key = ring.find(keyReference);
      await ring.saveAlias(name, key.id);
      return { arn: ring.aliasArn(name), key };
    },
    setKeyPolicy: async (keyReference, policy) => {
      await ring.loaded();
      const key = { ...ring.find(keyReference), policy };
      await ring.save(key);
      return key;
    },
  };
}
