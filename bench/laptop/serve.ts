import type { LaptopState } from '../../cli/laptop-state';
import { startLaptopCloud } from '../../local/laptop-cloud';
import { startProfile, type ThreadProfile } from './thread-profile';

/** What the process answers to whom started it. */
export type LaptopQuestion = 'memory' | 'start profile' | 'stop profile';

export interface ServeOptions {
  definition: string;
  stateDirectory: string;
  /** 1 is AWS's own pace. */
  fast: number;
  limitsEnforced: boolean;
}

/** The laptop cloud with the relational feed, in a process of its own. */
async function serve({ fast, ...options }: ServeOptions): Promise<void> {
  const startedAt = performance.now();
  const cloud = await startLaptopCloud({
    ...options,
    port: 0,
    sqlPort: 0,
    divideWaitsBy: fast,
    report: ({ level, source, message }) => {
      if (level === 'error') console.error(`${source}: ${message}`);
    },
  });
  const startSeconds = (performance.now() - startedAt) / 1000;
  const outputs = Object.fromEntries(cloud.stacks.map((stack) => [stack, cloud.outputs(stack)]));
  const state: LaptopState = { endpointUrl: cloud.endpointUrl, processId: process.pid, outputs };
  process.send?.({ state, startSeconds, outbox: cloud.outbox });
  let stopProfile: (() => Promise<ThreadProfile>) | undefined;
  const answers: Record<LaptopQuestion, () => Promise<unknown>> = {
    memory: () => {
      gc?.();
      return Promise.resolve(process.memoryUsage());
    },
    'start profile': async () => {
      stopProfile = await startProfile();
    },
    'stop profile': async () => stopProfile?.(),
  };
  process.on('message', (question: LaptopQuestion) => {
    void answers[question]().then((answer) => process.send?.({ answer }));
  });
  process.once('disconnect', () => process.exit());
}

if (process.argv[2] !== undefined) void serve(JSON.parse(process.argv[2]) as ServeOptions);
