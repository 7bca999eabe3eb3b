import { createHash } from 'node:crypto';
import { splitBatches } from '../../wire/split-batches';

export interface Script {
  name: string;
  text: string;
  /** `feed`: the feed's own database. */
  database: 'master' | 'msdb' | 'feed';
  /** Not part of setting a feed up: applied by name only. */
  optional: boolean;
}

/** SHA-256 of the text in hex: what a caller read is what is run. */
export function scriptHash(script: Script): string {
  return createHash('sha256').update(script.text).digest('hex');
}

export interface ScriptVariables {
  pollingSeconds: number;
  isRds: boolean;
  multiAz: boolean;
}

/**
 * The script's batches, each with the variables that it mentions declared in front. The values are
 * numbers of the function's own configuration; no text ever gets into a script.
 */
export function scriptBatches(script: Script, variables: ScriptVariables): string[] {
  if (!Number.isSafeInteger(variables.pollingSeconds)) {
    throw new Error(
      `Expected CAPTURE_POLLING_SECONDS to be a whole number, got ${variables.pollingSeconds}`,
    );
  }
  const declarations = [
    ['@polling_seconds', 'INT', variables.pollingSeconds],
    ['@is_rds', 'BIT', variables.isRds ? 1 : 0],
    ['@multi_az', 'BIT', variables.multiAz ? 1 : 0],
  ] as const;
  return splitBatches(script.text).map((batch) => {
    const used = declarations.filter(([name]) => batch.includes(name));
    const declared = used.map(([name, type, value]) => `DECLARE ${name} ${type} = ${value};\n`);
    return declared.join('') + batch;
  });
}
