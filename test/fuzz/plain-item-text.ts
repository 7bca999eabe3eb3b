import { plainMember, plainText, type PlainJson } from './plain-reading';

/** Where the item stands: the destination encodes binary twice, the lake once. */
type Binary = 'twice' | 'once';

/** An item in DynamoDB's typed JSON as one text, equal for equal items; undefined where it is none. */
export function plainItemText(item: PlainJson | undefined, binary: Binary): string | undefined {
  try {
    return members(item, binary);
  } catch {
    return undefined;
  }
}

function members(item: PlainJson | undefined, binary: Binary): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) throw new Error('No item');
  return Object.entries(item)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${JSON.stringify(name)}=${valueText(value, binary)}`)
    .join(';');
}

function valueText(value: PlainJson, binary: Binary): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('None');
  const [[type, content] = ['', null], ...more] = Object.entries(value);
  if (more.length > 0) throw new Error('A value of two types');
  switch (type) {
    case 'M':
      return `M{${members(content, binary)}}`;
    case 'L':
      return `L[${list(content)
        .map((one) => valueText(one, binary))
        .join(',')}]`;
    case 'SS':
    case 'NS':
    case 'BS':
      return `${type}[${list(content)
        .map((one) => scalarText(type.charAt(0), one, binary))
        .sort()
        .join(',')}]`;
    case 'BOOL':
    case 'NULL':
      if (typeof content !== 'boolean') throw new Error('No boolean');
      return `${type} ${String(content)}`;
    case 'S':
    case 'N':
    case 'B':
      return scalarText(type, content, binary);
    default:
      throw new Error('None of the ten types');
  }
}

function scalarText(type: string, content: PlainJson, binary: Binary): string {
  if (typeof content !== 'string') throw new Error('No text');
  const text = plainText(content) ?? '';
  if (type === 'N') return `N ${plainNumber(text)}`;
  if (type === 'B') return `B ${bytesOf(text, binary).toString('hex')}`;
  return `S ${JSON.stringify(text)}`;
}

function bytesOf(text: string, binary: Binary): Buffer {
  const bytes = Buffer.from(text, 'base64');
  return binary === 'once' ? bytes : Buffer.from(bytes.toString('latin1'), 'base64');
}

function list(content: PlainJson): PlainJson[] {
  if (!Array.isArray(content)) throw new Error('No list');
  return content;
}

/** Significant digits and their exponent, so that 100, 1E+2 and 100.0 are one text. */
export function plainNumber(text: string): string {
  const found = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
  if (found === null) throw new Error('No number');
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${sign === '-' ? '-' : ''}${significant}e${power}`;
}

/** The images and keys of a record of DynamoDB's Kinesis destination. */
export function imageOf(record: PlainJson | undefined, name: string): PlainJson | undefined {
  return plainMember(plainMember(record, 'dynamodb'), name) ?? undefined;
}
