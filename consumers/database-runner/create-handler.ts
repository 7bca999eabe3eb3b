import { runnerRequest } from '../../wire/database-runner';
import type { RunnerResponses } from '../../wire/database-runner';
import type { FeedTable } from '../../wire/feed-table';
import { applyScript, listScripts } from './apply-script';
import type { ScriptRun, WithDatabase } from './apply-script';
import { changeRows } from './change-rows';
import { checkCapture } from './check-capture';
import { feedTableNamed, RequestError } from './feed-tables';
import { insertChunk } from './insert-chunk';
import type { Database, Server } from './ports/database';
import type { Login, Secrets } from './ports/secrets';
import { provisionDmsLogin } from './provision-dms-login';
import { checksumPage, listPage } from './read-pages';
import { readPositions } from './read-positions';
import { readKeys, readPlaces, sourcePosition } from './read-rows';
import { recapture } from './recapture';
import type { RunnerScripts } from './runner-scripts';
import type { ScriptVariables } from './script';

export interface DatabaseRunnerOptions {
  server: Server;
  databaseName: string;
  tables: readonly FeedTable[];
  scripts: RunnerScripts;
  variables: ScriptVariables;
  masterSecretArn: string;
  dmsSecretArn: string;
  secrets: Secrets;
  newPassword: () => string;
  connect: (server: Server, login: Login, database: string) => Promise<Database>;
}

/** Does what `wire/database-runner` lists and nothing else. */
export function createHandler(
  options: DatabaseRunnerOptions,
): (event: unknown) => Promise<RunnerResponses[keyof RunnerResponses]> {
  const withDatabase: WithDatabase = async (name, work) => {
    const login = await options.secrets.read(options.masterSecretArn);
    if (login === undefined) {
      throw new Error(`Secret ${options.masterSecretArn} holds no username and password`);
    }
    const database = name === 'feed' ? options.databaseName : name;
    const connection = await options.connect(options.server, login, database);
    try {
      return await work(connection);
    } finally {
      await connection.close();
    }
  };
  const { databaseName, variables, scripts } = options;
  const run: ScriptRun = { withDatabase, databaseName, variables, ledger: scripts.ledger };
  return async (event) => answer(parseRequest(event), options, run);
}

type Request = ReturnType<typeof runnerRequest.parse>;

function parseRequest(event: unknown): Request {
  const read = runnerRequest.safeParse(event);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new RequestError(`The request is wrong: ${problems.join('; ')}`);
}

async function answer(
  request: Request,
  options: DatabaseRunnerOptions,
  run: ScriptRun,
): Promise<RunnerResponses[keyof RunnerResponses]> {
  const { scripts, tables, variables } = options;
  switch (request.action) {
    case 'list-scripts':
      return { scripts: await listScripts(scripts.numbered, run) };
    case 'apply-script':
      return applyScript(scripts.numbered, request, run);
    case 'provision-dms-login':
      return provisionDmsLogin({ ...options, ...provisionParts(options), run });
    case 'check': {
      const check = { tables, pollingSeconds: variables.pollingSeconds };
      const look = (database: Database) => checkCapture(database, check);
      return { findings: await run.withDatabase('feed', look) };
    }
    case 'position':
      return run.withDatabase('feed', sourcePosition);
    case 'read-positions': {
      const look = (database: Database) => readPositions(database, tables, request.after);
      return run.withDatabase('feed', look);
    }
    default: {
      const table = feedTableNamed(tables, request.table);
      return run.withDatabase('feed', (database) => answerForTable(request, table, database));
    }
  }
}

function provisionParts({ server, variables }: DatabaseRunnerOptions) {
  return { server: { host: server.host, port: server.port }, isRds: variables.isRds };
}

type TableRequest = Extract<Request, { table: string }>;

async function answerForTable(
  request: TableRequest,
  table: FeedTable,
  database: Database,
): Promise<RunnerResponses[TableRequest['action']]> {
  switch (request.action) {
    case 'recapture':
      return recapture(database, table);
    case 'insert-chunk':
      return insertChunk(database, table, request);
    case 'change-rows':
      return { affected: await changeRows(database, table, request.changes) };
    case 'checksum-page':
      return checksumPage(database, table, request);
    case 'list-page':
      return listPage(database, table, request);
    case 'read-keys':
      return readKeys(database, table, request.keys);
    case 'read-places':
      return readPlaces(database, table, request.places);
  }
}
