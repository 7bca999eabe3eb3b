import { timingSafeEqual } from 'node:crypto';
import type { SqlSession } from '../session';
import type { EngineCore } from './engine-core';
import { canAccessDatabase } from './permissions';
import { findLogin, hashPassword } from './principals';
import { same } from './scope';
import { ServerSession } from './server-session';
import { sqlMessage } from './sql-message';

/** Lower numbers are the server's own. */
const FIRST_SPID = 51;

interface Server {
  core: EngineCore;
  sessions: Set<ServerSession>;
  administrator: { user: string; password: string };
}

/** Throws 18456, 18470 or 4060. */
export function logIn(
  { core, sessions, administrator }: Server,
  login: { user: string; password: string; database?: string },
): SqlSession {
  const { name, defaultDatabase } = authenticate(core, administrator, login);
  const wanted =
    login.database === undefined || login.database === '' ? defaultDatabase : login.database;
  const database = core.store.databases.get(wanted.toLowerCase());
  const isAdministrator = same(name, administrator.user);
  if (
    database === undefined ||
    !canAccessDatabase({ engine: core, login: name, isAdministrator }, database)
  ) {
    throw sqlMessage(4060, wanted);
  }
  const session = new ServerSession(
    core,
    { spid: freeSpid(sessions), login: name, database },
    () => {
      sessions.delete(session);
    },
  );
  sessions.add(session);
  return session;
}

function authenticate(
  core: EngineCore,
  administrator: { user: string; password: string },
  { user, password }: { user: string; password: string },
): { name: string; defaultDatabase: string } {
  if (same(user, administrator.user)) {
    if (!isEqual(password, administrator.password)) throw sqlMessage(18456, user);
    return { name: administrator.user, defaultDatabase: 'master' };
  }
  const login = findLogin(core.store, user);
  if (login === undefined || !isEqual(hashPassword(password, login.salt), login.hash))
    throw sqlMessage(18456, user);
  if (login.isDisabled) throw sqlMessage(18470, user);
  return login;
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function freeSpid(sessions: Set<ServerSession>): number {
  const taken = new Set([...sessions].map(({ spid }) => spid));
  let spid = FIRST_SPID;
  while (taken.has(spid)) spid++;
  return spid;
}
