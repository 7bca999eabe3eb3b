import { readdirSync, readFileSync } from 'node:fs';

/**
 * For how long a process was kept from running since the last call, in milliseconds: the most that one of its
 * threads waited for a processor. https://www.kernel.org/doc/html/latest/scheduler/sched-stats.html
 */
export function processorWait(): (pid: number) => number {
  let before = new Map<string, number>();
  return (pid) => {
    const now = waitsOf(pid);
    const grown = [...now].map(([thread, waited]) => waited - (before.get(thread) ?? waited));
    before = now;
    return Math.max(0, ...grown);
  };
}

function waitsOf(pid: number): Map<string, number> {
  const waits = new Map<string, number>();
  for (const thread of namesIn(`/proc/${pid}/task`)) {
    const [, waitedNanoseconds = '0'] = textOf(`/proc/${pid}/task/${thread}/schedstat`).split(' ');
    waits.set(`${pid} ${thread}`, Number(waitedNanoseconds) / 1e6);
  }
  return waits;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A thread may end while it is looked at. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
