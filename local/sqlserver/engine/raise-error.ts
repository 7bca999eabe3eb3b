import { plainText } from '../types/plain-text';
import { outsideSubset } from '../outside-subset';
import { SqlError } from '../sql-error';
import type { Expression, RaiserrorStatement, ThrowStatement } from '../tsql/parse/ast';
import { bindExpression } from './bind-expression';
import type { Frame } from './frame';
import { newBinding, newEvaluation } from './new-binding';
import { evaluate } from './run-statement';
import { sqlMessage } from './sql-message';

const INFORMATIONAL = 10;
const SEVERITY_MAX = 18;
const MESSAGE_MAX = 2047;
const RAISERROR_NUMBER = 50000;
const INT = { name: 'int' } as const;
const TEXT = { name: 'nvarchar', length: 4000 } as const;

export function throwStatement(statement: ThrowStatement, frame: Frame): never {
  const { session } = frame;
  const { error } = statement;
  if (error === undefined) {
    const { caught } = session.state;
    if (caught === undefined) throw sqlMessage(10704);
    throw session.markThrown(new SqlError(caught.number, caught.message, caught));
  }
  const number = Number(evaluate(error.number, frame, INT));
  const message = plainText(evaluate(error.message, frame, TEXT));
  const state = Number(evaluate(error.state, frame, INT));
  throw session.markThrown(
    new SqlError(number, message, { severity: 16, state, line: statement.line }),
  );
}

/** Severity 10 and below is a message, above it an error that does not end the batch. */
export function raiseError(statement: RaiserrorStatement, frame: Frame): void {
  const { session, sink } = frame;
  const { message } = statement;
  if (message.kind === 'literal' && typeof message.value === 'number') {
    throw outsideSubset('RAISERROR with a message number', statement.line);
  }
  const template = plainText(evaluate(message, frame, TEXT));
  const severity = Number(evaluate(statement.severity, frame, INT));
  if (severity > SEVERITY_MAX) throw sqlMessage(2754);
  const values = statement.arguments.map((argument) => argumentValue(argument, frame));
  const text = formatMessage(template, values).slice(0, MESSAGE_MAX);
  const state = Math.max(0, Number(evaluate(statement.state, frame, INT)));
  const error = new SqlError(RAISERROR_NUMBER, text, { severity, state, line: statement.line });
  if (severity > INFORMATIONAL) throw session.markRaised(error);
  session.state.lastError = statement.options.includes('SETERROR') ? RAISERROR_NUMBER : 0;
  sink.info(
    new SqlError(severity === 0 ? 0 : RAISERROR_NUMBER, text, {
      severity,
      state,
      line: statement.line,
    }),
  );
}

function argumentValue(argument: Expression, frame: Frame): string | number | bigint | null {
  const bound = bindExpression(argument, newBinding(frame));
  const value = bound.evaluate(newEvaluation(frame));
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'bigint'
  )
    return value;
  throw sqlMessage(2786, 1);
}

/** `%s %d %i %u %x %X %o` with flags and width, as printf. */
function formatMessage(template: string, values: (string | number | bigint | null)[]): string {
  let next = 0;
  return template.replace(
    /%(-?)(0?)(\d*)(?:\.(\d+))?(?:l|I64)?([sdiuxXo%])/g,
    (...match: (string | undefined)[]) => {
      const [whole = '', left, zero, width = '', precision, kind = ''] = match;
      if (kind === '%') return whole === '%%' ? '%' : whole;
      const value = values[next++];
      if (value === undefined || value === null) return '(null)';
      const isText = kind === 's';
      if (isText !== (typeof value === 'string')) throw sqlMessage(2786, next);
      const text = isText
        ? String(value).slice(0, precision === undefined ? undefined : Number(precision))
        : numberText(value as number, kind);
      const size = Number(width || 0);
      return left === '-'
        ? text.padEnd(size)
        : text.padStart(size, zero === '0' && !isText ? '0' : ' ');
    },
  );
}

function numberText(value: number | bigint, kind: string): string {
  if (kind === 'x') return BigInt.asUintN(32, BigInt(value)).toString(16);
  if (kind === 'X') return BigInt.asUintN(32, BigInt(value)).toString(16).toUpperCase();
  return kind === 'o' ? BigInt.asUintN(32, BigInt(value)).toString(8) : String(value);
}
