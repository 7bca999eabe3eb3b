import type { RunnerResponses, ScriptState } from '../../wire/database-runner';
import { RequestError } from './feed-tables';
import type { Database } from './ports/database';
import { scriptBatches, scriptHash } from './script';
import type { Script, ScriptVariables } from './script';

/** Opens a connection for the time of `work`. */
export type WithDatabase = <T>(
  database: Script['database'],
  work: (database: Database) => Promise<T>,
) => Promise<T>;

export interface ScriptRun {
  withDatabase: WithDatabase;
  /** The feed's database. */
  databaseName: string;
  /** Makes the runner's own tables. */
  ledger: Script;
  variables: ScriptVariables;
}

/** The scripts with the time at which their present text was applied; changed text counts as not applied. */
export async function listScripts(scripts: Script[], run: ScriptRun): Promise<ScriptState[]> {
  const applied = (await databaseExists(run))
    ? await appliedScripts(run)
    : new Map<string, string>();
  return scripts.map((script) => {
    const sha256 = scriptHash(script);
    const appliedAt = applied.get(`${script.name} ${sha256}`) ?? null;
    return { name: script.name, sha256, appliedAt, optional: script.optional };
  });
}

/** Runs a script, which is idempotent, and notes that it has run; refused when the caller read another text. */
export async function applyScript(
  scripts: Script[],
  request: { name: string; sha256: string },
  run: ScriptRun,
): Promise<RunnerResponses['apply-script']> {
  const script = scripts.find((known) => known.name === request.name);
  if (script === undefined) {
    const names = scripts.map((known) => known.name).join(', ');
    throw new RequestError(
      `Expected one of the scripts ${names}, got ${JSON.stringify(request.name)}`,
    );
  }
  const sha256 = scriptHash(script);
  if (sha256 !== request.sha256) {
    throw new RequestError(
      `Script ${script.name} has hash ${sha256} here, not ${request.sha256}: deploy the function again`,
    );
  }
  const ran = await runScript(script, run);
  await run.withDatabase('feed', (database) => noteApplied(database, script.name, sha256));
  return { name: script.name, ...ran };
}

/** Runs the batches one after the other; an error names script and batch. */
export async function runScript(
  script: Script,
  run: ScriptRun,
): Promise<{ batches: number; messages: string[] }> {
  if (script.database === 'feed' && script !== run.ledger) await runScript(run.ledger, run);
  const batches = scriptBatches(script, run.variables);
  const messages = await run.withDatabase(script.database, async (database) => {
    const heard: string[] = [];
    for (const [index, batch] of batches.entries()) {
      heard.push(...(await runBatch(database, batch, `${script.name}, batch ${index + 1}`)));
    }
    return heard;
  });
  if (script.database === 'master' && (await databaseExists(run))) await runScript(run.ledger, run);
  return { batches: batches.length, messages };
}

async function runBatch(database: Database, batch: string, name: string): Promise<string[]> {
  try {
    return await database.batch(batch);
  } catch (cause) {
    throw new Error(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

function databaseExists(run: ScriptRun): Promise<boolean> {
  return run.withDatabase('master', async (database) => {
    const { rows } = await database.query({
      text: 'SELECT DB_ID(@name) AS id',
      parameters: { name: run.databaseName },
    });
    return (rows[0]?.['id'] ?? null) !== null;
  });
}

function appliedScripts(run: ScriptRun): Promise<Map<string, string>> {
  return run.withDatabase('feed', async (database) => {
    const ledger = await database.query({
      text: "SELECT OBJECT_ID(N'tributary.applied_scripts') AS id",
    });
    if ((ledger.rows[0]?.['id'] ?? null) === null) return new Map<string, string>();
    const { rows } = await database.query({
      text: 'SELECT name, sha256, CONVERT(varchar(34), applied_at, 126) AS applied_at FROM tributary.applied_scripts',
    });
    return new Map(
      rows.map((row) => [
        `${String(row['name'])} ${String(row['sha256'])}`,
        `${String(row['applied_at'])}Z`,
      ]),
    );
  });
}

async function noteApplied(database: Database, name: string, sha256: string): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query({
      text: 'DELETE FROM tributary.applied_scripts WHERE name = @name',
      parameters: { name },
    });
    await transaction.query({
      text: 'INSERT INTO tributary.applied_scripts (name, sha256, applied_at) VALUES (@name, @sha256, SYSUTCDATETIME())',
      parameters: { name, sha256 },
    });
  });
}
