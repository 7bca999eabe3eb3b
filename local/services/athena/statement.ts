import { ServiceError } from '../../endpoint/service-error';

export type Statement =
  | { kind: 'query'; sql: string }
  | { kind: 'show-tables'; database: string | undefined; pattern: string | undefined }
  | { kind: 'show-views'; database: string | undefined; pattern: string | undefined }
  | { kind: 'show-databases' }
  | { kind: 'describe'; database: string | undefined; table: string };

/** Sorts out what kind of statement it is; throws InvalidRequestException for what is not supported. */
export function parseStatement(text: string): Statement {
  const sql = text.trim().replace(/;\s*$/, '');
  if (/^(select|with|values|\()/i.test(withoutComments(sql))) return { kind: 'query', sql };
  const plain = withoutComments(sql).replace(/\s+/g, ' ').trim();
  if (/^show (databases|schemas)$/i.test(plain)) return { kind: 'show-databases' };
  const [, what = '', , showIn, pattern] =
    /^show (tables|views)( in ([`"\w]+))?(?: '([^']*)')?$/i.exec(plain) ?? [];
  if (what !== '') {
    const kind = what.toLowerCase() === 'tables' ? 'show-tables' : 'show-views';
    return { kind, database: unquoted(showIn), pattern };
  }
  const [, database, table] =
    /^desc(?:ribe)? (?:formatted )?(?:([`"\w]+)\.)?([`"\w]+)$/i.exec(plain) ?? [];
  if (table !== undefined) {
    return { kind: 'describe', database: unquoted(database), table: unquoted(table) ?? '' };
  }
  throw new ServiceError(
    'InvalidRequestException',
    `The laptop cloud runs SELECT, WITH, VALUES, SHOW TABLES, SHOW VIEWS, SHOW DATABASES and DESCRIBE; it does not run: ${plain.slice(0, 80)}. Tables and views come from the definition.`,
    { details: { AthenaErrorCode: 'MALFORMED_QUERY' } },
  );
}

function withoutComments(sql: string): string {
  return sql.replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, ' ').trim();
}

function unquoted(name: string | undefined): string | undefined {
  return name?.replace(/[`"]/g, '').toLowerCase();
}

/** `date_parse('…', '%Y-%m-%d %H:%i')`: MySQL's letters differ from DuckDB's for minutes and seconds. */
export function translateTrino(sql: string): string {
  return sql
    .replace(/\bdate_parse\s*\(/gi, 'strptime(')
    .replace(/'((?:[^']|'')*%(?:[^']|'')*)'/g, (whole, text: string) =>
      /%[Yymd]/.test(text) ? `'${text.replaceAll('%i', '%M').replaceAll('%s', '%S')}'` : whole,
    );
}
