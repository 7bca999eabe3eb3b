import { spawn } from 'node:child_process';
import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface OutsideServer {
  url: string;
  processId: number;
  /** What it has written so far. */
  log(): string;
  stop(): Promise<void>;
}

export interface ServerCommand {
  file: string;
  args: string[];
  port: number;
  env?: Record<string, string>;
}

const START_SECONDS_MAX = 60;

/** Starts a server as a child process and waits until it takes connections on loopback. */
export async function startServer(command: ServerCommand): Promise<OutsideServer> {
  const { file, args, port, env } = command;
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (log += text.toString()));
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      log += error.message;
      resolve();
    });
  });
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  const deadline = Date.now() + START_SECONDS_MAX * 1000;
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`${file} ${args.join(' ')} does not listen on port ${port}: ${log}`);
    }
    await delay(50);
  }
  return { url: `http://127.0.0.1:${port}`, processId: child.pid ?? 0, log: () => log, stop };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    const settle = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
