import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LaptopState } from './laptop-state';
import { projectPaths } from './project-paths';
import { UserError } from './user-error';

/** The outputs of a stack that is not deployed: a command over all feeds goes on to the next. */
export class NotDeployedError extends UserError {
  override readonly name = 'NotDeployedError';
}

/** One output of a stack by stack and name; undefined where the stack has no such output. */
export type StackOutputs = (stack: string, output: string) => unknown;

export function laptopOutputs({ outputs }: LaptopState): StackOutputs {
  return (stack, output) => {
    const found = outputs[stack];
    if (found !== undefined) return found[output];
    const known = Object.keys(outputs).join(', ') || 'none';
    throw new NotDeployedError(`The laptop cloud runs no stack "${stack}"; it runs ${known}.`);
  };
}

/** Of the deployment on AWS, asked of Terraform in the synthesized stack's folder. */
export const terraformOutputs: StackOutputs = (stack, output) => {
  const directory = join(projectPaths.synthesized, 'stacks', stack);
  if (!existsSync(directory)) {
    throw new NotDeployedError(
      `There is no synthesized stack "${stack}". Run "npx cdktf synth" first.`,
    );
  }
  const outputs = z
    .record(z.string(), z.object({ value: z.unknown() }))
    .parse(JSON.parse(outputJson(directory, stack)));
  if (Object.keys(outputs).length > 0) return outputs[output]?.value;
  throw new NotDeployedError(notDeployed(stack));
};

function outputJson(directory: string, stack: string): string {
  try {
    // What Terraform says of a stack without a state stays with the error.
    return execFileSync('terraform', ['output', '-json'], {
      cwd: directory,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (cause) {
    throw new NotDeployedError(notDeployed(stack), { cause });
  }
}

function notDeployed(stack: string): string {
  return `Terraform cannot read the outputs of stack "${stack}". Deploy it with "npx tributary up --target aws".`;
}
