import type { ByteReader } from './byte-reader';
import { readDateTime2, readDateTimeOffset, readTime } from './date-time-bytes';
import { ProtocolError } from './packet';
import { orNull, type WireType } from './scalar-wire-type';
import { timeBytes, TYPE } from './type-code';

/** date, and the types with a scale. */
export function temporalType(code: number, reader: ByteReader): WireType | undefined {
  switch (code) {
    case TYPE.date:
      return {
        type: { name: 'date' },
        read: (from) => orNull(from, 3, () => ({ days: from.uint24() })),
      };
    case TYPE.time: {
      const scale = readScale(reader);
      return {
        type: { name: 'time', scale },
        read: (from) => orNull(from, timeBytes(scale), () => ({ ticks: readTime(from, scale) })),
      };
    }
    case TYPE.datetime2: {
      const scale = readScale(reader);
      return {
        type: { name: 'datetime2', scale },
        read: (from) => orNull(from, timeBytes(scale) + 3, () => readDateTime2(from, scale)),
      };
    }
    case TYPE.datetimeoffset: {
      const scale = readScale(reader);
      return {
        type: { name: 'datetimeoffset', scale },
        read: (from) => orNull(from, timeBytes(scale) + 5, () => readDateTimeOffset(from, scale)),
      };
    }
    default:
      return undefined;
  }
}

function readScale(reader: ByteReader): number {
  const scale = reader.uint8();
  if (scale > 7) throw new ProtocolError(`Expected a scale of at most 7, got ${scale}.`);
  return scale;
}
