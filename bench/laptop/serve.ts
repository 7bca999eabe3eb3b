import type { LaptopState } from '../../cli/laptop-state';
import { startLaptopCloud } from '../../local/laptop-cloud';
import { startProfile, type ThreadProfile } from './thread-profile';

/** What the process answers to whom started it. */
export type LaptopQuestion = 'memory' | 'start profile' | { profileUntilMs: number };

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
  let profileUntil: ((untilMs: number) => Promise<ThreadProfile>) | undefined;
  const answerTo = async (question: LaptopQuestion): Promise<unknown> => {
    if (typeof question === 'object') return profileUntil?.(question.profileUntilMs);
    if (question === 'start profile') {
      profileUntil = await startProfile();
      return undefined;
    }
    gc?.();
    return process.memoryUsage();
  };
  process.on('message', (question: LaptopQuestion) => {
    void answerTo(question).then((answer) => process.send?.({ answer }));
  });
  process.once('disconnect', () => process.exit());
}

if (process.argv[2] !== undefined) void serve(JSON.parse(process.argv[2]) as ServeOptions);
