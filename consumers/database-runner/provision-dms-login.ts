import type { RunnerResponses } from '../../wire/database-runner';
import { runScript } from './apply-script';
import type { ScriptRun } from './apply-script';
import type { Secrets } from './ports/secrets';
import type { RunnerScripts } from './runner-scripts';

/** The login with which DMS reads the database; the grant scripts name it too. */
export const DMS_LOGIN = 'tributary_dms';

export interface LoginProvision {
  run: ScriptRun;
  scripts: RunnerScripts;
  secrets: Secrets;
  dmsSecretArn: string;
  server: { host: string; port: number };
  isRds: boolean;
  /** Letters and digits only. */
  newPassword: () => string;
}

/**
 * Makes the login with a new password, or sets the one that the secret holds, gives it its rights and writes
 * the secret. Repeating it changes nothing; a crash between login and secret is mended by the next run.
 */
export async function provisionDmsLogin(
  provision: LoginProvision,
): Promise<RunnerResponses['provision-dms-login']> {
  const { run, scripts, secrets, dmsSecretArn, server } = provision;
  const kept = await secrets.read(dmsSecretArn);
  const password = kept?.username === DMS_LOGIN ? kept.password : provision.newPassword();
  const created = await setPassword(run, password);
  const grants = [...scripts.dmsGrants, ...(provision.isRds ? scripts.dmsRdsGrants : [])];
  for (const script of grants) await runScript(script, run);
  await secrets.write(dmsSecretArn, { username: DMS_LOGIN, password, ...server });
  return { login: DMS_LOGIN, created };
}

/** True when the login is new. The statement takes no parameters, so the password's form is checked. */
function setPassword(run: ScriptRun, password: string): Promise<boolean> {
  if (!/^[A-Za-z0-9]{20,128}$/.test(password)) {
    throw new Error('The DMS secret holds a password other than 20 to 128 letters and digits');
  }
  return run.withDatabase('master', async (database) => {
    const { rows } = await database.query({
      text: 'SELECT name FROM sys.server_principals WHERE name = @name',
      parameters: { name: DMS_LOGIN },
    });
    const isNew = rows.length === 0;
    const verb = isNew ? 'CREATE' : 'ALTER';
    await database.batch(`${verb} LOGIN ${DMS_LOGIN} WITH PASSWORD = N'${password}'`);
    return isNew;
  });
}
