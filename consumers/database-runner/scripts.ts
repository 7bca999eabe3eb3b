import database from '../../sql/0001-database.sql';
import tables from '../../sql/0002-tables.sql';
import firstRows from '../../sql/0003-first-rows.sql';
import changeDataCapture from '../../sql/0004-change-data-capture.sql';
import captureJob from '../../sql/0005-capture-job.sql';
import verifyForms from '../../sql/0100-verify-forms.sql';
import dmsGrants from '../../sql/dms-grants.sql';
import dmsRdsGrants from '../../sql/dms-rds-grants.sql';
import dmsServerGrants from '../../sql/dms-server-grants.sql';
import runnerLedger from '../../sql/runner-ledger.sql';
import type { RunnerScripts } from './runner-scripts';
import type { Script } from './script';

const script = (
  name: string,
  text: string,
  rest: Partial<Pick<Script, 'database' | 'optional'>> = {},
): Script => ({ name, text, database: 'feed', optional: false, ...rest });

/** All of `sql/` that the runner carries, in order of their numbers. */
export const SCRIPTS: RunnerScripts = {
  numbered: [
    script('0001-database.sql', database, { database: 'master' }),
    script('0002-tables.sql', tables),
    script('0003-first-rows.sql', firstRows),
    script('0004-change-data-capture.sql', changeDataCapture),
    script('0005-capture-job.sql', captureJob),
    script('0100-verify-forms.sql', verifyForms, { optional: true }),
  ],
  ledger: script('runner-ledger.sql', runnerLedger),
  dmsGrants: [
    script('dms-grants.sql', dmsGrants),
    script('dms-server-grants.sql', dmsServerGrants, { database: 'master' }),
  ],
  dmsRdsGrants: [script('dms-rds-grants.sql', dmsRdsGrants, { database: 'msdb' })],
};
