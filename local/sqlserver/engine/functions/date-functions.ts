import { plainText } from '../../types/plain-text';
import {
  TICKS_PER_MINUTE,
  calendarDay,
  carryTicks,
  daysInMonth,
  daysOf,
  momentOf,
} from '../../types/calendar';
import { conversion } from '../../types/convert/conversion';
import type { SqlDate, SqlDateTimeOffset, SqlType, SqlValue } from '../../types/sql-type';
import { isCharacter, isTemporal } from '../../types/type-name';
import { addToMoment, countBoundaries, datePartName, datePartValue, partNamed } from './date-part';
import { fixedFunction } from '../scalar-functions';
import type { BoundArgument, ScalarFunction } from '../scalar-functions';
import { sqlMessage } from '../sql-message';

const INT: SqlType = { name: 'int' };
const BIGINT: SqlType = { name: 'bigint' };
const DATETIME: SqlType = { name: 'datetime' };
const DATETIME2: SqlType = { name: 'datetime2', scale: 7 };
const OFFSET: SqlType = { name: 'datetimeoffset', scale: 7 };
const DATE: SqlType = { name: 'date' };

const now = (name: string, type: SqlType) =>
  fixedFunction({
    name,
    parameters: [],
    type,
    evaluate: (_args, { statement }) => {
      const moment = momentOf(statement.nowMs);
      if (type.name === 'datetimeoffset') return { ...moment, offsetMinutes: 0 };
      return conversion({ from: DATETIME2, to: type })(moment);
    },
  });

/** Text is read as datetime2, so that nothing of it is lost; numbers as datetime. */
function momentType(argument: BoundArgument | undefined): SqlType {
  const type = argument?.type ?? DATETIME;
  if (isTemporal(type)) return type;
  return isCharacter(type) ? DATETIME2 : DATETIME;
}

/** Local days and ticks of any date or time. */
function localMoment(value: SqlValue, type: SqlType): { days: number; ticks: number } {
  const { days, ticks, offsetMinutes } = value as Partial<SqlDateTimeOffset>;
  const moment = { days: days ?? 693_595, ticks: ticks ?? 0 };
  if (type.name !== 'datetimeoffset' || offsetMinutes === undefined) return moment;
  return carryTicks(moment.days, moment.ticks + offsetMinutes * TICKS_PER_MINUTE);
}

const partFunction = (name: string, part?: string): ScalarFunction => ({
  schema: '',
  name,
  argumentsMin: part === undefined ? 2 : 1,
  argumentsMax: part === undefined ? 2 : 1,
  bind: (args) => {
    const chosen = partNamed(part ?? plainText(args[0]?.constant), name.toLowerCase());
    const argument = args.at(-1);
    const type = momentType(argument);
    return {
      type: name === 'DATENAME' ? { name: 'nvarchar', length: 30 } : INT,
      parameters: part === undefined ? [args[0]?.type ?? INT, type] : [type],
      evaluate: (values) => {
        const value = values.at(-1) ?? null;
        if (value === null) return null;
        const moment = localMoment(value, type);
        return name === 'DATENAME' ? datePartName(chosen, moment) : datePartValue(chosen, moment);
      },
    };
  },
});

const difference = (name: string, type: SqlType): ScalarFunction => ({
  schema: '',
  name,
  argumentsMin: 3,
  argumentsMax: 3,
  bind: (args) => {
    const part = partNamed(plainText(args[0]?.constant), 'datediff');
    const types = [momentType(args[1]), momentType(args[2])] as const;
    return {
      type,
      parameters: [args[0]?.type ?? INT, ...types],
      evaluate: ([, start = null, end = null]) => {
        if (start === null || end === null) return null;
        const count = countBoundaries(part, utc(start, types[0]), utc(end, types[1]));
        if (type.name === 'bigint') return count;
        if (BigInt.asIntN(32, count) !== count) throw sqlMessage(535, name.toLowerCase());
        return Number(count);
      },
    };
  },
});

/** A datetimeoffset is compared in UTC. */
function utc(value: SqlValue, type: SqlType): { days: number; ticks: number } {
  if (type.name !== 'datetimeoffset') return localMoment(value, type);
  const { days, ticks } = value as SqlDateTimeOffset;
  return { days, ticks };
}

const dateAdd: ScalarFunction = {
  schema: '',
  name: 'DATEADD',
  argumentsMin: 3,
  argumentsMax: 3,
  bind: (args) => {
    const part = partNamed(plainText(args[0]?.constant), 'dateadd');
    const given = args[2]?.type ?? DATETIME;
    const type = isTemporal(given) ? given : DATETIME;
    return {
      type,
      parameters: [args[0]?.type ?? INT, BIGINT, type],
      evaluate: ([, count = null, value = null]) => {
        if (count === null || value === null) return null;
        return addTo(value, type, (moment) => addToMoment(part, moment, Number(count)));
      },
    };
  },
};

type Moment = ReturnType<typeof localMoment>;

function addTo(
  value: SqlValue,
  type: SqlType,
  add: (moment: Moment) => Moment | undefined,
): SqlValue {
  const moment = value as Partial<SqlDateTimeOffset>;
  const result = add(localMoment(value, { name: 'datetime2', scale: 7 }));
  if (result === undefined || result.days < 0 || result.days > 3_652_058)
    throw sqlMessage(517, type.name);
  if (type.name === 'date') return { days: result.days };
  if (type.name === 'time') return { ticks: result.ticks };
  if (type.name === 'datetimeoffset')
    return { ...result, offsetMinutes: moment.offsetMinutes ?? 0 };
  return conversion({ from: DATETIME2, to: type })(result);
}

export const DATE_FUNCTIONS: ScalarFunction[] = [
  now('GETDATE', DATETIME),
  now('GETUTCDATE', DATETIME),
  now('CURRENT_TIMESTAMP', DATETIME),
  now('SYSDATETIME', DATETIME2),
  now('SYSUTCDATETIME', DATETIME2),
  now('SYSDATETIMEOFFSET', OFFSET),
  partFunction('DATEPART'),
  partFunction('DATENAME'),
  partFunction('YEAR', 'year'),
  partFunction('MONTH', 'month'),
  partFunction('DAY', 'day'),
  difference('DATEDIFF', INT),
  difference('DATEDIFF_BIG', BIGINT),
  dateAdd,
  fixedFunction({
    name: 'EOMONTH',
    parameters: [DATE, INT],
    required: 1,
    type: DATE,
    evaluate: ([date, months]) => {
      if (date === null || date === undefined) return null;
      const moment = { days: (date as SqlDate).days, ticks: 0 };
      const shifted = addToMoment('month', moment, Number(months ?? 0));
      if (shifted === undefined) throw sqlMessage(517, 'date');
      const { year, month } = calendarDay(shifted.days);
      return { days: daysOf({ year, month, day: daysInMonth(year, month) }) ?? shifted.days };
    },
  }),
  fixedFunction({
    name: 'DATEFROMPARTS',
    parameters: [INT, INT, INT],
    type: DATE,
    evaluate: ([year = null, month = null, day = null]) => {
      if (year === null || month === null || day === null) return null;
      const days = daysOf({ year: Number(year), month: Number(month), day: Number(day) });
      if (days === undefined) throw sqlMessage(289, 'date');
      return { days };
    },
  }),
];
