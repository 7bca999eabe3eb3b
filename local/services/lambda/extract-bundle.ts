import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { unzipSync } from 'fflate';

export interface Bundle {
  taskRoot: string;
  remove: () => void;
}

/**
 * Unpacks a function's zip into a folder of its own, as Lambda does below /var/task. A bundle is code,
 * not state: the folder is new on each start and goes with the run.
 */
export function extractBundle(zip: Uint8Array, functionName: string): Bundle {
  const taskRoot = mkdtempSync(join(tmpdir(), `tributary-${functionName}-`));
  for (const [name, content] of Object.entries(unzipSync(zip))) {
    const path = join(taskRoot, name);
    if (!path.startsWith(taskRoot + sep)) {
      throw new Error(`Expected files of ${functionName}'s bundle to stay inside it, got ${name}`);
    }
    if (name.endsWith('/')) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return { taskRoot, remove: () => rmSync(taskRoot, { recursive: true, force: true }) };
}
