import { plainText } from '../types/plain-text';
import { outsideSubset } from '../outside-subset';
import type { SetOptionStatement } from '../tsql/parse/ast';
import type { Frame } from './frame';
import { evaluate } from './run-statement';

/** Options whose other setting would change results: only this one is supported. */
const FIXED: Record<string, boolean | undefined> = {
  ANSI_NULLS: true,
  ANSI_NULL_DFLT_ON: true,
  ANSI_PADDING: true,
  ANSI_WARNINGS: true,
  CONCAT_NULL_YIELDS_NULL: true,
  QUOTED_IDENTIFIER: true,
  ARITHABORT: true,
  ANSI_DEFAULTS: true,
  IMPLICIT_TRANSACTIONS: false,
  CURSOR_CLOSE_ON_COMMIT: false,
  NUMERIC_ROUNDABORT: false,
  NOEXEC: false,
  PARSEONLY: false,
  SHOWPLAN_ALL: false,
  SHOWPLAN_TEXT: false,
  SHOWPLAN_XML: false,
  ANSI_NULL_DFLT_OFF: false,
};
/** Options that change no result. */
const IDLE = new Set([
  'STATISTICS',
  'TEXTSIZE',
  'DEADLOCK_PRIORITY',
  'ARITHIGNORE',
  'FORCEPLAN',
  'QUERY_GOVERNOR_COST_LIMIT',
]);
const FIXED_WORDS: Record<string, string | undefined> = {
  DATEFIRST: '7',
  DATEFORMAT: 'mdy',
  LANGUAGE: 'us_english',
  ROWCOUNT: '0',
};

export function setOption(statement: SetOptionStatement, frame: Frame): void {
  for (const option of statement.options) apply(option, statement, frame);
}

function apply(option: string, { value, line }: SetOptionStatement, frame: Frame): void {
  const { session } = frame;
  if (option === 'NOCOUNT') session.noCount = value === true;
  else if (option === 'FMTONLY') session.formatOnly = value === true;
  else if (option === 'XACT_ABORT') session.xactAbort = value === true;
  else if (option === 'LOCK_TIMEOUT' && typeof value === 'object') {
    session.lockTimeoutMilliseconds = Number(evaluate(value, frame, { name: 'int' }));
  } else if (FIXED[option] !== undefined) {
    if (FIXED[option] !== value && option !== 'ARITHABORT')
      throw outsideSubset(`SET ${option} ${value === true ? 'ON' : 'OFF'}`, line);
  } else if (FIXED_WORDS[option] !== undefined && typeof value === 'object') {
    const word = plainText(evaluate(value, frame, { name: 'nvarchar', length: 128 }));
    if (word.toLowerCase() !== FIXED_WORDS[option])
      throw outsideSubset(`SET ${option} ${word}`, line);
  } else if (!IDLE.has(option.split(' ')[0] ?? '')) throw outsideSubset(`SET ${option}`, line);
}
