import { plainText } from '../../types/plain-text';
import { createHash } from 'node:crypto';
import { encodeAnsi } from '../../types/ansi';
import type { SqlType, SqlValue } from '../../types/sql-type';
import { isNational } from '../../types/type-name';
import type { Evaluation } from '../evaluation';
import { fixedFunction } from '../scalar-functions';
import type { ScalarFunction } from '../scalar-functions';
import { valueBytes } from './value-bytes';

const INT: SqlType = { name: 'int' };
const NAME: SqlType = { name: 'nvarchar', length: 128 };
const GUID: SqlType = { name: 'uniqueidentifier' };
const VARBINARY_MAX: SqlType = { name: 'varbinary', length: 'max' };
const ALGORITHMS: Record<string, string | undefined> = {
  MD5: 'md5',
  SHA: 'sha1',
  SHA1: 'sha1',
  SHA2_256: 'sha256',
  SHA2_512: 'sha512',
};

const hashBytes: ScalarFunction = {
  schema: '',
  name: 'HASHBYTES',
  argumentsMin: 2,
  argumentsMax: 2,
  bind: ([, input]) => ({
    type: { name: 'varbinary', length: 8000 },
    evaluate: ([algorithm = null, value = null]) => {
      const name = ALGORITHMS[plainText(algorithm).toUpperCase()];
      if (name === undefined || value === null) return null;
      const bytes =
        value instanceof Uint8Array
          ? value
          : input !== undefined && isNational(input.type)
            ? Buffer.from(value as string, 'utf16le')
            : encodeAnsi(plainText(value));
      return new Uint8Array(createHash(name).update(bytes).digest());
    },
  }),
};

const dataLength: ScalarFunction = {
  schema: '',
  name: 'DATALENGTH',
  argumentsMin: 1,
  argumentsMax: 1,
  bind: ([argument]) => {
    const type = argument?.type ?? INT;
    const isMax = 'length' in type && type.length === 'max';
    return {
      type: isMax ? { name: 'bigint' } : INT,
      evaluate: ([value = null]) => {
        const bytes = value === null ? null : valueBytes(value, type);
        return bytes === null ? null : isMax ? BigInt(bytes) : bytes;
      },
    };
  },
};

const caught = (name: string, type: SqlType, read: (error: CaughtError) => SqlValue) =>
  fixedFunction({
    name,
    parameters: [],
    type,
    evaluate: (_args, { session }) => {
      const error = session.state.caught;
      return error === undefined ? null : read(error);
    },
  });

type CaughtError = NonNullable<Evaluation['session']['state']['caught']>;

const hexText = (name: string) =>
  fixedFunction({
    schema: 'sys',
    name,
    parameters: [VARBINARY_MAX],
    type: { name: 'nvarchar', length: 'max' },
    evaluate: ([bytes]) =>
      bytes instanceof Uint8Array ? `0x${Buffer.from(bytes).toString('hex')}` : null,
  });

export const SYSTEM_FUNCTIONS: ScalarFunction[] = [
  hashBytes,
  dataLength,
  hexText('fn_varbintohexstr'),
  {
    ...hexText('fn_varbintohexsubstring'),
    name: 'fn_varbintohexsubstring',
    argumentsMin: 4,
    argumentsMax: 4,
    bind: () => ({
      type: { name: 'nvarchar', length: 'max' },
      parameters: [{ name: 'bit' }, VARBINARY_MAX, INT, INT],
      evaluate: ([prefix, bytes, start, count]) => {
        if (!(bytes instanceof Uint8Array)) return null;
        const from = Number(start) - 1;
        const end = Number(count) === 0 ? bytes.length : from + Number(count);
        const hex = Buffer.from(bytes.slice(from, end)).toString('hex');
        return Number(prefix) === 0 ? hex : `0x${hex}`;
      },
    }),
  },
  fixedFunction({
    name: 'NEWID',
    parameters: [],
    type: GUID,
    evaluate: (_args, { session }) => session.engine.chance.uuid().toUpperCase(),
  }),
  fixedFunction({
    name: 'SCOPE_IDENTITY',
    parameters: [],
    type: { name: 'decimal', precision: 38, scale: 0 },
    evaluate: (_args, { session }) => {
      const { scopeIdentity } = session.state;
      return scopeIdentity === null ? null : { unscaled: scopeIdentity, scale: 0 };
    },
  }),
  fixedFunction({
    name: 'ROWCOUNT_BIG',
    parameters: [],
    type: { name: 'bigint' },
    evaluate: (_args, { session }) => BigInt(session.state.rowCount),
  }),
  fixedFunction({
    name: 'XACT_STATE',
    parameters: [],
    type: { name: 'smallint' },
    evaluate: (_args, { session }) => session.state.transactionState,
  }),
  caught('ERROR_NUMBER', INT, ({ number }) => number),
  caught('ERROR_SEVERITY', INT, ({ severity }) => severity),
  caught('ERROR_STATE', INT, ({ state }) => state),
  caught('ERROR_LINE', INT, ({ line }) => line),
  caught('ERROR_MESSAGE', { name: 'nvarchar', length: 4000 }, ({ message }) => message),
  caught('ERROR_PROCEDURE', NAME, ({ procedure }) => (procedure === '' ? null : procedure)),
  fixedFunction({ name: 'HOST_NAME', parameters: [], type: NAME, evaluate: () => null }),
];
