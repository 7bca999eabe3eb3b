import { sqlMessage } from '../../engine/sql-message';
import type { SqlType } from '../sql-type';
import { isBinary, isCharacter } from '../type-name';
import type { Convert } from './convert';
import { guidFromBytes } from './to-binary';

const GUID = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?/i;

/** What follows a complete GUID is ignored, as SQL Server does. */
export function uniqueidentifierConversion(from: SqlType): Convert | undefined {
  if (isBinary(from)) return (value) => guidFromBytes(value as Uint8Array);
  if (!isCharacter(from)) return undefined;
  return (value) => {
    const guid = GUID.exec((value as string).trimStart())?.[1];
    if (guid === undefined) throw sqlMessage(8169);
    return guid.toUpperCase();
  };
}
