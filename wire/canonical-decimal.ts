const DECIMAL = /^([+-])?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * The one text of a decimal number: no exponent, no leading zeros, no trailing zeros behind the point, no
 * `-0`. Exact for any number of digits; undefined where the text is no number.
 */
export function canonicalDecimal(text: string): string | undefined {
  const parts = DECIMAL.exec(text.trim());
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts ?? [];
  if (whole === '' && fraction === '') return undefined;
  const point = whole.length + Number(exponent);
  const [left, right] = split(whole + fraction, point);
  const integer = left.replace(/^0+(?=\d)/, '');
  const decimals = right.replace(/0+$/, '');
  const number = decimals === '' ? integer : `${integer}.${decimals}`;
  return sign === '-' && number !== '0' ? `-${number}` : number;
}

function split(digits: string, point: number): [string, string] {
  if (point <= 0) return ['0', '0'.repeat(-point) + digits];
  if (point >= digits.length) return [digits + '0'.repeat(point - digits.length), ''];
  return [digits.slice(0, point), digits.slice(point)];
}
