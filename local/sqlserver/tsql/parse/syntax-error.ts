import { SqlError } from '../../sql-error';

const SEVERITY_SYNTAX = 15;

function syntaxError(number: number, message: string, line: number): SqlError {
  return new SqlError(number, message, { severity: SEVERITY_SYNTAX, line });
}

export function incorrectSyntax(near: string, line: number): SqlError {
  return syntaxError(102, `Incorrect syntax near '${near}'.`, line);
}

export function incorrectKeyword(keyword: string, line: number): SqlError {
  return syntaxError(156, `Incorrect syntax near the keyword '${keyword}'.`, line);
}

export function unclosedQuotation(text: string, line: number): SqlError {
  return syntaxError(105, `Unclosed quotation mark after the character string '${text}'.`, line);
}

export function missingEndComment(line: number): SqlError {
  return syntaxError(113, `Missing end comment mark '*/'.`, line);
}

export function conditionExpected(near: string, line: number): SqlError {
  return syntaxError(
    4145,
    `An expression of non-boolean type specified in a context where a condition is expected, near '${near}'.`,
    line,
  );
}

export function mustBeFirst(statement: string, line: number): SqlError {
  return syntaxError(111, `'${statement}' must be the first statement in a query batch.`, line);
}

export function lengthInvalid(length: number, line: number): SqlError {
  return syntaxError(
    1001,
    `Line ${line}: Length or precision specification ${length} is invalid.`,
    line,
  );
}

export function scaleInvalid(scale: number, line: number): SqlError {
  return syntaxError(1002, `Line ${line}: Specified scale ${scale} is invalid.`, line);
}

export function lengthTooLarge(
  length: { given: number; maximum: number; type: string },
  line: number,
): SqlError {
  return syntaxError(
    131,
    `The size (${length.given}) given to the type '${length.type}' exceeds the maximum allowed for any data type (${length.maximum}).`,
    line,
  );
}

export function unknownType(name: string, line: number): SqlError {
  return new SqlError(243, `Type ${name} is not a defined system type.`, { line });
}

export function identifierTooLong(name: string, line: number): SqlError {
  return syntaxError(
    103,
    `The identifier that starts with '${name.slice(0, 128)}' is too long. Maximum length is 128.`,
    line,
  );
}
