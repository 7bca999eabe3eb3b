import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../settings/define-settings';
import { synthesize } from '../../stacks/synthesize';
import type { OutsideServer } from '../support/start-server';

const WATCH_MILLISECONDS = 1000;

export interface DeploymentProps {
  /** Of the repository: where `npx cdktf` runs. */
  root: string;
  /** State files and the synthesized folders lie here. */
  folder: string;
  env: NodeJS.ProcessEnv;
  server: OutsideServer;
}

/** Runs cdktf and Terraform on stacks in a folder of their own, and says how long each step took. */
export class Deployment {
  readonly #props: DeploymentProps;
  readonly timings: string[] = [];

  constructor(props: DeploymentProps) {
    this.#props = props;
  }

  /** What a user types, synth included; its output folder is that of this deployment. */
  async cdktf(command: 'deploy' | 'destroy', stack: string): Promise<void> {
    const { root } = this.#props;
    // Locking asks the registry, whatever mirror is configured: the lock is of no use to a test.
    const flags = ['--auto-approve', '--skip-provider-lock', '--output', this.#out('cdktf')];
    // The feeds that stand on the network are gone by then, which cdktf does not know of.
    if (command === 'destroy') flags.push('--ignore-missing-stack-dependencies');
    await this.#run(root, ['npx', 'cdktf', command, stack, ...flags]);
  }

  /** The unchanged production synth. */
  async synthesize(): Promise<void> {
    await this.#run(this.#props.root, ['npx', 'tsx', 'main.ts']);
  }

  /** As `synthesize`, of other settings. */
  synthesizeOf(settings: Settings): void {
    mkdirSync(this.#props.folder, { recursive: true });
    synthesize(settings, { outdir: this.#out('plain') });
  }

  /** The stacks that were synthesized. */
  stacks(): string[] {
    return readdirSync(join(this.#out('plain'), 'stacks')).sort();
  }

  async apply(stack: string): Promise<void> {
    await this.terraform(stack, ['init', '-input=false']);
    await this.terraform(stack, ['apply', '-auto-approve', '-input=false', '-parallelism=20']);
  }

  /** Rejects when anything is left to change. */
  async planEmpty(stack: string): Promise<void> {
    await this.terraform(stack, ['plan', '-detailed-exitcode', '-input=false']);
  }

  async destroy(stack: string): Promise<void> {
    await this.terraform(stack, ['destroy', '-auto-approve', '-input=false', '-parallelism=20']);
  }

  /** An output of a stack that is applied. */
  async output(stack: string, name: string): Promise<unknown> {
    return JSON.parse(await this.terraform(stack, ['output', '-json', name])) as unknown;
  }

  async terraform(stack: string, args: string[]): Promise<string> {
    return this.#run(this.#stackFolder(stack), ['terraform', ...args, '-no-color']);
  }

  /** The resource types of a stack, as synthesized. */
  resourceTypes(stack: string): string[] {
    const { resource } = JSON.parse(this.synthesizedText(stack)) as { resource: object };
    return Object.keys(resource);
  }

  synthesizedText(stack: string): string {
    return readFileSync(join(this.#stackFolder(stack), 'cdk.tf.json'), 'utf8');
  }

  #stackFolder(stack: string): string {
    const byCdktf = join(this.#out('cdktf'), 'stacks', stack, '.terraform');
    return join(this.#out(existsSync(byCdktf) ? 'cdktf' : 'plain'), 'stacks', stack);
  }

  /** Side by side, so that the stacks' relative state paths meet in one folder. */
  #out(which: 'cdktf' | 'plain'): string {
    return join(this.#props.folder, which);
  }

  async #run(cwd: string, command: [string, ...string[]]): Promise<string> {
    const started = Date.now();
    const [file, ...args] = command;
    const child = spawn(file, args, {
      cwd,
      env: { ...this.#props.env, CDKTF_OUTDIR: this.#out('plain') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, output] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (output += text.toString()));
    // The provider tries an unsupported call 25 times: end the run at the first.
    const watch = setInterval(() => {
      if (this.#unsupported() !== undefined) child.kill('SIGINT');
    }, WATCH_MILLISECONDS);
    const code = await new Promise((resolve) => {
      child.once('close', resolve);
      child.once('error', (error) => resolve(error.message)); // a folder that is not there, say
    });
    clearInterval(watch);
    this.timings.push(`${seconds(started)} s  ${command.slice(0, 4).join(' ')}  ${cwd}`);
    if (code === 0) return out;
    const reason = this.#unsupported() ?? '';
    throw new Error(
      `${command.join(' ')} in ${cwd} ended with ${String(code)}\n${output}${reason}`,
    );
  }

  #unsupported(): string | undefined {
    return /^.*NotImplementedError.*$/m.exec(this.#props.server.log())?.[0];
  }
}

function seconds(started: number): string {
  return ((Date.now() - started) / 1000).toFixed(0).padStart(4);
}
