import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Job, JobResult } from './job';

/** Does the jobs in as many processes, and hands over each result as it comes. */
export async function runJobs(
  jobs: readonly Job[],
  options: { processes: number; onResult: (result: JobResult) => void },
): Promise<void> {
  const waiting = [...jobs];
  const count = Math.min(options.processes, jobs.length);
  await Promise.all(Array.from({ length: count }, () => work(waiting, options.onResult)));
}

function work(waiting: Job[], onResult: (result: JobResult) => void): Promise<void> {
  const worker = fork(join(__dirname, 'simulate-worker.ts'), {
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  return new Promise((resolve, reject) => {
    const next = () => {
      const job = waiting.shift();
      if (job === undefined) worker.disconnect();
      else worker.send(job);
    };
    worker.on('message', (result: JobResult) => {
      onResult(result);
      next();
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`A process of the simulation ended with ${String(code)}`));
    });
    next();
  });
}
