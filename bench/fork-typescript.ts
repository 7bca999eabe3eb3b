import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Starts a file of this project as a process of its own, and waits for the first message that it sends. */
export async function forkTypescript(
  file: string,
  args: string[] = [],
): Promise<{ child: ChildProcess; first: unknown }> {
  const child = fork(file, args, {
    execArgv: ['--require', 'tsx/cjs', '--expose-gc'],
    env: { ...process.env, TZ: 'UTC', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} ended with ${String(code)} before it said anything`);
  });
  const [first] = (await Promise.race([once(child, 'message'), ended])) as unknown[];
  ended.catch(() => undefined);
  return { child, first };
}
