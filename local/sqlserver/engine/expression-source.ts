import { outsideSubset } from '../outside-subset';
import { formatDecimal } from '../types/decimal';
import { definitionText } from '../types/type-name';
import type { Decimal } from '../types/sql-type';
import type { Expression, Literal } from '../tsql/parse/ast';

/** A DEFAULT as T-SQL, in the parentheses in which `sys.default_constraints` shows it. */
export function defaultText(expression: Expression): string {
  const inner = sourceOf(expression);
  return expression.kind === 'literal' && /^[\d.$]/.test(inner) && !inner.startsWith('0x')
    ? `((${inner}))`
    : `(${inner})`;
}

function sourceOf(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return literalSource(expression);
    case 'null':
      return 'NULL';
    case 'unary':
      return `${expression.operator}${sourceOf(expression.operand)}`;
    case 'binary':
      return `(${sourceOf(expression.left)}${expression.operator}${sourceOf(expression.right)})`;
    case 'call': {
      const { schema, name } = expression.name;
      const written = expression.arguments.map(sourceOf).join(',');
      return `${schema === undefined ? '' : `[${schema}].`}${name.toLowerCase()}(${written})`;
    }
    case 'date-part':
      return expression.part;
    case 'convert': {
      const style = expression.style === undefined ? '' : `,${sourceOf(expression.style)}`;
      const name = expression.attempt ? 'TRY_CONVERT' : 'CONVERT';
      return `${name}(${definitionText(expression.type)},${sourceOf(expression.operand)}${style})`;
    }
    default:
      throw outsideSubset('Such an expression in a DEFAULT', expression.line);
  }
}

function literalSource({ type, value }: Literal): string {
  if (typeof value === 'string') {
    return `${type.name === 'nvarchar' ? 'N' : ''}'${value.replace(/'/g, "''")}'`;
  }
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex').toUpperCase()}`;
  if (typeof value === 'object') {
    const text = formatDecimal(value as Decimal);
    return type.name === 'money' ? `$${text}` : text;
  }
  return type.name === 'float' ? (value as number).toExponential() : String(value);
}
