import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { DefinitionError } from './definition-error';

const section = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));

/** https://developer.hashicorp.com/terraform/language/syntax/json */
const synthesizedStack = z.object({
  resource: section.default({}),
  data: section.default({}),
  output: z.record(z.string(), z.object({ value: z.unknown() })).default({}),
  provider: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).default({}),
  terraform: z.object({ backend: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

const manifest = z.object({
  stacks: z.record(
    z.string(),
    z.object({ name: z.string(), synthesizedStackPath: z.string(), workingDirectory: z.string() }),
  ),
});

/** One stack as synthesized, nothing resolved yet. */
export interface StackDefinition extends z.infer<typeof synthesizedStack> {
  name: string;
  /** Absolute; asset paths are relative to it. */
  directory: string;
}

/** Reads what `cdktf synth` wrote. `directory` is `cdktf.out`. */
export function readDefinition(directory: string): StackDefinition[] {
  const path = join(directory, 'manifest.json');
  if (!existsSync(path)) {
    throw new DefinitionError(`${path} does not exist. Run "npx cdktf synth" first.`);
  }
  const { stacks } = parseJson(path, manifest);
  return Object.values(stacks).map((stack) => ({
    ...parseJson(join(directory, stack.synthesizedStackPath), synthesizedStack),
    name: stack.name,
    directory: resolve(directory, stack.workingDirectory),
  }));
}

function parseJson<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new DefinitionError(`${path} is not what "cdktf synth" writes; run it again.`, { cause });
  }
}
