import type { SourceRow } from './judge';

type Value = Record<string, unknown>;

/** An item in DynamoDB's typed JSON as a row of the judge: attribute to text, equal for equal values. */
export function plainItem(item: Readonly<Record<string, Value>>): SourceRow {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainText(value)]));
}

function plainText(value: Value): string {
  const [[type, content] = ['', undefined], ...more] = Object.entries(value);
  if (more.length > 0) throw new Error(`A value of two types: ${JSON.stringify(value)}`);
  switch (type) {
    case 'N':
      return `N ${plainNumber(String(content))}`;
    case 'NS':
      return `NS ${(content as string[]).map(plainNumber).sort().join(' ')}`;
    case 'SS':
    case 'BS':
      return `${type} ${JSON.stringify([...(content as string[])].sort())}`;
    case 'L':
      return `L [${(content as Value[]).map(plainText).join(', ')}]`;
    case 'M': {
      const members = Object.entries(content as Record<string, Value>).sort(([a], [b]) =>
        a < b ? -1 : 1,
      );
      const texts = members.map(
        ([name, member]) => `${JSON.stringify(name)}: ${plainText(member)}`,
      );
      return `M {${texts.join(', ')}}`;
    }
    case 'S':
    case 'B':
    case 'BOOL':
    case 'NULL':
      return `${type} ${JSON.stringify(content)}`;
    default:
      throw new Error(`The judge knows no type ${type}`);
  }
}

/** Significant digits and their exponent, so that 100, 1E+2 and 100.0 are one text. */
function plainNumber(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${sign}${significant}e${power}`;
}
