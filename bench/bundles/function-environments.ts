import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settings } from '../../settings';
import { synthesize } from '../../stacks/synthesize';

/** An attribute that only a deployment knows. */
const REFERENCE = /^\$\{.*\}$/s;

interface StackJson {
  resource?: {
    aws_lambda_function?: Record<
      string,
      { function_name: string; environment?: { variables: Record<string, string> } }
    >;
  };
}

/** By a function's name, the environment that its stack gives it; `1` where a deployment fills it in. */
export function functionEnvironments(): Map<string, Record<string, string>> {
  const outdir = mkdtempSync(join(tmpdir(), 'tributary-bench-stacks-'));
  try {
    synthesize(settings, { outdir });
    const stacks = join(outdir, 'stacks');
    return new Map(
      readdirSync(stacks).flatMap((stack) => {
        const json = JSON.parse(
          readFileSync(join(stacks, stack, 'cdk.tf.json'), 'utf8'),
        ) as StackJson;
        return Object.values(json.resource?.aws_lambda_function ?? {}).map(
          ({ function_name, environment }): [string, Record<string, string>] => [
            function_name,
            withoutReferences(environment?.variables ?? {}),
          ],
        );
      }),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function withoutReferences(variables: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, REFERENCE.test(value) ? '1' : value]),
  );
}
