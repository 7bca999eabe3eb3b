import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import { durableMap } from '../durable-map';

export interface Key {
  id: string;
  arn: string;
  /** 32 bytes, base64. Kept with the laptop's state: it protects nothing but the laptop's own data. */
  material: string;
  description: string;
  policy: string;
  enabled: boolean;
  rotates: boolean;
  createdAtMilliseconds: number;
  declaredBy?: string;
}

export interface KeyRing {
  loaded(): Promise<void>;
  keys(): Key[];
  aliases(): { name: string; keyId: string }[];
  /** By id, ARN, alias or alias ARN; throws NotFoundException. */
  find(reference: string): Key;
  /** As `find`, undefined where there is none. */
  known(reference: string): Key | undefined;
  create(wanted: Partial<Key>): Promise<Key>;
  save(key: Key): Promise<void>;
  saveAlias(name: string, keyId: string): Promise<void>;
  deleteAlias(name: string): Promise<void>;
  aliasArn(name: string): string;
}

/** Keys and aliases, kept across restarts. */
export function createKeyRing(cloud: Cloud): KeyRing {
  const keys = durableMap<Key>(cloud.storage.log('kms/keys'));
  const aliases = durableMap<string>(cloud.storage.log('kms/aliases'));
  const prefix = `arn:aws:kms:${cloud.region}:${cloud.account}`;
  const idOf = (reference: string) => {
    const name = reference.slice(reference.lastIndexOf(':') + 1);
    return name.startsWith('alias/') ? aliases.get(name) : name.replace(/^key\//, '');
  };
  return {
    loaded: async () => {
      await keys.loaded();
      await aliases.loaded();
    },
    keys: () => keys.values(),
    aliases: () => aliases.entries().map(([name, keyId]) => ({ name, keyId })),
    known: (reference) => keys.get(idOf(reference) ?? ''),
    find: (reference) => {
      const found = keys.get(idOf(reference) ?? '');
      if (found !== undefined) return found;
      const alias = reference.includes('alias/');
      const arn = reference.startsWith('arn:')
        ? reference
        : `${prefix}:${alias ? '' : 'key/'}${reference}`;
      throw new ServiceError(
        'NotFoundException',
        `${alias ? 'Alias' : 'Key'} '${arn}' ${alias ? 'is not found.' : 'does not exist'}`,
      );
    },
    create: async (wanted) => {
      const key = newKey(cloud, prefix, wanted);
      await keys.set(key.id, key);
      return key;
    },
    save: (key) => keys.set(key.id, key),
    saveAlias: (name, keyId) => aliases.set(name, keyId),
    deleteAlias: (name) => aliases.delete(name),
    aliasArn: (name) => `${prefix}:${name}`,
  };
}

function newKey(cloud: Cloud, prefix: string, wanted: Partial<Key>): Key {
  const id = cloud.chance.uuid();
  return {
    id,
    arn: `${prefix}:key/${id}`,
    material: Buffer.from(cloud.chance.bytes(32)).toString('base64'),
    description: '',
    policy: defaultPolicy(cloud.account),
    enabled: true,
    rotates: false,
    createdAtMilliseconds: cloud.clock.now(),
    ...wanted,
  };
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultPolicy(account: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}
