import type { Cloud } from '../../cloud';
import { ServiceError } from '../../endpoint/service-error';
import type { MappingSettings } from './event-source/mapping-settings';
import type { RunningMapping } from './event-source/event-source-mapping';
import { runMapping } from './event-source/event-source-mapping';
import type { FunctionRegistry } from './function-registry';

export interface DescribedMapping {
  settings: MappingSettings;
  state: 'Enabled' | 'Disabled';
}

export interface MappingRegistry {
  /** Starts reading unless the mapping is disabled. */
  add(settings: MappingSettings): Promise<void>;
  remove(uuid: string): Promise<void>;
  setEnabled(uuid: string, enabled: boolean): Promise<DescribedMapping>;
  find(uuid: string): DescribedMapping;
  all(): DescribedMapping[];
  stop(): Promise<void>;
}

interface Registered {
  settings: MappingSettings;
  running?: RunningMapping | undefined;
}

/** A mapping that is switched off and on again goes on at its checkpoints. */
export function mappingRegistry(cloud: Cloud, functions: FunctionRegistry): MappingRegistry {
  const mappings = new Map<string, Registered>();
  const named = (uuid: string): Registered => {
    const found = mappings.get(uuid);
    if (found !== undefined) return found;
    throw new ServiceError(
      'ResourceNotFoundException',
      `The resource you requested does not exist: event source mapping ${uuid}`,
      { status: 404, details: { Type: 'User' } },
    );
  };
  const describe = ({ settings, running }: Registered): DescribedMapping => ({
    settings,
    state: running === undefined ? 'Disabled' : 'Enabled',
  });
  const switchOff = async (mapping: Registered) => {
    const { running } = mapping;
    mapping.running = undefined;
    await running?.stop();
  };
  return {
    add: async (settings) => {
      const running = settings.enabled ? await runMapping(cloud, functions, settings) : undefined;
      mappings.set(settings.uuid, { settings, running });
    },
    remove: async (uuid) => {
      const mapping = mappings.get(uuid);
      mappings.delete(uuid);
      if (mapping !== undefined) await switchOff(mapping);
    },
    setEnabled: async (uuid, enabled) => {
      const mapping = named(uuid);
      if (!enabled) await switchOff(mapping);
      else mapping.running ??= await runMapping(cloud, functions, mapping.settings);
      return describe(mapping);
    },
    find: (uuid) => describe(named(uuid)),
    all: () => [...mappings.values()].map(describe),
    stop: async () => {
      await Promise.all([...mappings.values()].map(switchOff));
    },
  };
}
