import type { Cloud } from './cloud';
import type { ProviderAccount } from './definition/provider-account';
import type { Catalogue } from './services/catalogue';
import { storageBelow } from './storage/storage-below';

/** The operator's account, and that of blocks whose provider assumes no role and allows any account. */
export const LAPTOP_ACCOUNT = '000000000000';

/** One account of the laptop: what its services stand on, and the services. */
export interface LaptopAccount {
  cloud: Cloud;
  catalogue: Catalogue;
}

/** The folder of an account's state; undefined for the default account, whose state lies at the top. */
export function accountFolder(account: string): string | undefined {
  return account === LAPTOP_ACCOUNT ? undefined : `accounts/${account}`;
}

/** The default account's cloud as another account has it: its own names, region and state. */
export function cloudOfAccount(cloud: Cloud, { account, region }: ProviderAccount): Cloud {
  const folder = accountFolder(account);
  const storage = folder === undefined ? cloud.storage : storageBelow(cloud.storage, folder);
  return { ...cloud, account, region, storage };
}
