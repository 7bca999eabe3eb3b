import { Session, type Profiler } from 'node:inspector/promises';

/** What a process did for a while. */
export interface ThreadProfile {
  /** Processors that it kept busy, workers and garbage collection included. */
  processors: number;
  /** Of its main thread's time, largest first: a folder of this project, a package, or Node itself. */
  shares: { of: string; share: number }[];
}

const SAMPLE_MICROSECONDS = 500;
const USAGE_MILLISECONDS = 100;

/** Profiles this process; the returned function gives what it did up to a moment, in milliseconds since 1970. */
export async function startProfile(): Promise<(untilMs: number) => Promise<ThreadProfile>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
  await session.post('Profiler.start');
  const startedAtMs = Date.now();
  const before = process.cpuUsage();
  const usages: { atMs: number; microseconds: number }[] = [];
  const watch = setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    usages.push({ atMs: Date.now(), microseconds: user + system });
  }, USAGE_MILLISECONDS);
  return async (untilMs) => {
    clearInterval(watch);
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    const last = usages.findLast(({ atMs }) => atMs <= untilMs);
    return {
      processors: (last?.microseconds ?? NaN) / ((last?.atMs ?? NaN) - startedAtMs) / 1000,
      shares: sharesOf(profile, (untilMs - startedAtMs) * 1000),
    };
  };
}

function sharesOf(
  { nodes, samples: all = [], timeDeltas = [] }: Profiler.Profile,
  microseconds: number,
): ThreadProfile['shares'] {
  let elapsed = 0;
  const samples = all.filter((_, at) => (elapsed += timeDeltas[at] ?? 0) <= microseconds);
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
