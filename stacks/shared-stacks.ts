import type { App } from 'cdktf';
import type { Settings } from '../settings/define-settings';
import type { LakePlace } from './constructs/lake-storage';
import { LakeStack } from './lake';
import { NetworkStack, type NetworkPlace } from './network';

/** The stacks that feeds of one account share; each is made when the first feed asks for it. */
export class SharedStacks {
  readonly #app: App;
  readonly #settings: Settings;
  #network: NetworkStack | undefined;
  #lake: LakeStack | undefined;

  constructor(app: App, settings: Settings) {
    this.#app = app;
    this.#settings = settings;
  }

  get network(): NetworkPlace {
    const settings = this.#settings;
    this.#network ??= new NetworkStack(this.#app, 'network', { settings, parts: ['network'] });
    return this.#network.place;
  }

  get lake(): LakePlace {
    this.#lake ??= new LakeStack(this.#app, 'lake', this.#settings);
    return this.#lake.place;
  }
}
