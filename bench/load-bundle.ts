import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { bundle } from '../stacks/constructs/bundle';

/** What a file exports, bundled as functions are deployed, and past tsx, which would rewrite it as it loads it. */
export function loadBundle(source: string): unknown {
  const file = join(bundle(source), 'index.js');
  const module = { exports: {} };
  const load = compileFunction(readFileSync(file, 'utf8'), ['module', 'exports', 'require']) as (
    ...parameters: unknown[]
  ) => void;
  load(module, module.exports, createRequire(file));
  return module.exports;
}
