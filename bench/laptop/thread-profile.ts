import { Session, type Profiler } from 'node:inspector/promises';

/** What a process did for a while. */
export interface ThreadProfile {
  /** Processors that it kept busy, workers and garbage collection included. */
  processors: number;
  /** Of its main thread's time, largest first: a folder of this project, a package, or Node itself. */
  shares: { of: string; share: number }[];
}

const SAMPLE_MICROSECONDS = 500;

/** Profiles this process until the returned function is called. */
export async function startProfile(): Promise<() => Promise<ThreadProfile>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
  await session.post('Profiler.start');
  const before = process.cpuUsage();
  const startedAt = performance.now();
  return async () => {
    const { user, system } = process.cpuUsage(before);
    const microseconds = (performance.now() - startedAt) * 1000;
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    return { processors: (user + system) / microseconds, shares: sharesOf(profile) };
  };
}

function sharesOf({ nodes, samples = [] }: Profiler.Profile): ThreadProfile['shares'] {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const counts = new Map<string, number>();
  for (const sample of samples) {
    const place = places.get(sample) ?? '';
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts]
    .map(([of, count]) => ({ of, share: count / samples.length }))
    .sort((one, other) => other.share - one.share);
}

function placeOf({ functionName, url }: Profiler.Profile['nodes'][number]['callFrame']): string {
  if (functionName === '(idle)' || functionName === '(garbage collector)')
    return functionName.slice(1, -1);
  const [, packageName] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (packageName !== undefined) return packageName;
  const [, folder] = /\/(local\/(?:services\/)?[^/]+|wire|cli)\//.exec(url) ?? [];
  return folder ?? 'Node';
}
