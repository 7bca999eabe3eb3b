import { outsideSubset } from '../../outside-subset';
import type {
  CreateDatabaseStatement,
  CreateSchemaStatement,
  DropStatement,
  Statement,
} from './ast';
import { parseAlterTable } from './parse-alter-table';
import { parseAlterAuthorization, parseAlterDatabase } from './parse-database';
import { parseName, parseObjectName } from './parse-name';
import {
  parseAlterLogin,
  parseAlterRole,
  parseAlterUser,
  parseCreateLogin,
  parseCreateRole,
  parseCreateUser,
} from './parse-principal';
import { parseCreateTable } from './parse-table-definition';
import { mustBeFirst } from './syntax-error';
import type { TokenReader } from './token-reader';

const DROPPED: Record<string, DropStatement['object'] | undefined> = {
  DATABASE: 'database',
  SCHEMA: 'schema',
  TABLE: 'table',
  LOGIN: 'login',
  USER: 'user',
  ROLE: 'role',
};

export function parseCreate(reader: TokenReader): Statement {
  const first = reader.atStart();
  const { line } = reader.next();
  if (reader.accept('TABLE')) return parseCreateTable(reader, line);
  if (reader.accept('DATABASE')) return parseCreateDatabase(reader, line);
  if (reader.accept('LOGIN')) return parseCreateLogin(reader, line);
  if (reader.accept('USER')) return parseCreateUser(reader, line);
  if (reader.accept('ROLE')) return parseCreateRole(reader, line);
  if (!reader.accept('SCHEMA')) throw refused(reader, 'CREATE', line);
  if (!first) throw mustBeFirst('CREATE SCHEMA', line);
  return parseCreateSchema(reader, line);
}

export function parseAlter(reader: TokenReader): Statement {
  const { line } = reader.next();
  if (reader.accept('TABLE')) return parseAlterTable(reader, line);
  if (reader.accept('DATABASE')) return parseAlterDatabase(reader, line);
  if (reader.accept('LOGIN')) return parseAlterLogin(reader, line);
  if (reader.accept('USER')) return parseAlterUser(reader, line);
  if (reader.accept('ROLE')) return parseAlterRole(reader, 'database', line);
  if (reader.acceptAll('SERVER', 'ROLE')) return parseAlterRole(reader, 'server', line);
  if (reader.accept('AUTHORIZATION')) return parseAlterAuthorization(reader, line);
  throw refused(reader, 'ALTER', line);
}

export function parseDrop(reader: TokenReader): DropStatement {
  const { line } = reader.next();
  const object = DROPPED[reader.peek().upper];
  if (object === undefined) throw refused(reader, 'DROP', line);
  reader.next();
  const ifExists = reader.acceptAll('IF', 'EXISTS');
  const names = reader.list(() => parseObjectName(reader));
  return { kind: 'drop', line, object, names, ifExists };
}

function refused(reader: TokenReader, verb: string, line: number) {
  const { kind, upper } = reader.peek();
  return kind === 'word' ? outsideSubset(`${verb} ${upper}`, line) : reader.unexpected();
}

function parseCreateDatabase(reader: TokenReader, line: number): CreateDatabaseStatement {
  const name = parseName(reader);
  const collation = reader.accept('COLLATE') ? { collation: parseName(reader) } : {};
  const next = reader.peek().upper;
  if (next === 'ON' || next === 'CONTAINMENT' || next === 'LOG' || next === 'FOR') {
    throw outsideSubset(`CREATE DATABASE … ${next}`, line);
  }
  return { kind: 'create-database', line, name, ...collation };
}

function parseCreateSchema(reader: TokenReader, line: number): CreateSchemaStatement {
  if (reader.is('AUTHORIZATION')) throw outsideSubset('CREATE SCHEMA without a name', line);
  const name = parseName(reader);
  const owner = reader.accept('AUTHORIZATION') ? { owner: parseName(reader) } : {};
  if (!reader.is(';') && !reader.atEnd()) throw outsideSubset('Elements of CREATE SCHEMA', line);
  return { kind: 'create-schema', line, name, ...owner };
}
