import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunnerScripts } from '../../consumers/database-runner/runner-scripts';
import type { Script } from '../../consumers/database-runner/script';

const FOLDER = join(__dirname, '../../sql');

/** The scripts of `sql/` as the database runner's bundle carries them. */
export function projectScripts(): RunnerScripts {
  return {
    numbered: [
      script('0001-database.sql', 'master'),
      script('0002-tables.sql'),
      script('0003-first-rows.sql'),
      script('0004-change-data-capture.sql'),
      script('0005-capture-job.sql'),
      { ...script('0100-verify-forms.sql'), optional: true },
    ],
    ledger: script('runner-ledger.sql'),
    dmsGrants: [script('dms-grants.sql'), script('dms-server-grants.sql', 'master')],
    dmsRdsGrants: [script('dms-rds-grants.sql', 'msdb')],
  };
}

function script(name: string, database: Script['database'] = 'feed'): Script {
  return { name, text: readFileSync(join(FOLDER, name), 'utf8'), database, optional: false };
}
